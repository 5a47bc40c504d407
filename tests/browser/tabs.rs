//! Two tabs of one browser: here two pages in one, which share channel and lock as tabs do.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::{Function, Object, Promise, Reflect};
use web_sys::window;

use crate::backend::{START, STATUS};
use crate::page::{Page, wait_ms};

const SUCCESS: &str = r#"{"status":"success","detector":"W","protocol":"jpeg"}"#;

#[wasm_bindgen_test]
async fn the_second_tab_shows_what_the_first_is_doing_and_checks_when_it_is_done() {
    let first = Page::synced(false).await;
    let second = first.beside(false).await;
    first.press("Play", START).await;
    second.until(".status-stream", "another tab").await;
    assert_eq!(second.offered(), [""; 0]);
    let before = first.backend.count(STATUS);
    first.backend.reply(START, SUCCESS);
    second.until(".status-stream", "Syncing").await;
    // Both ask: the first to verify, the second because it was told.
    first.asked(STATUS, before + 2).await;
    first.backend.reply(STATUS, "true");
    first.backend.reply(STATUS, "true");
    second.until(".status-stream", "Running").await;
    assert_eq!(second.offered(), ["Stop"]);
    assert_eq!(first.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn two_tabs_never_send_commands_at_once() {
    click_in_two_tabs().await;
}

#[wasm_bindgen_test]
async fn two_tabs_without_a_lock_never_send_commands_at_once() {
    let _locks = NoLocks::new().await;
    click_in_two_tabs().await;
}

#[wasm_bindgen_test]
async fn a_lease_counts_that_was_taken_by_a_clock_a_little_ahead() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    // Two tabs read the clock, and the one that read it last comes first: by the other's time it took a little too long.
    take_lease(LEASE_MS + 1_000).await;
    page.click("Play");
    wait_ms(500).await;
    assert_eq!(page.backend.count(START), 0, "the other tab has the turn");
    take_lease(0).await;
    page.asked(START, 1).await;
}

#[wasm_bindgen_test]
async fn a_lease_does_not_count_that_was_taken_before_the_clock_was_set_back() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    take_lease(24 * 60 * 60 * 1_000).await;
    page.press("Play", START).await;
}

/// How long a tab takes the turn for.
const LEASE_MS: u32 = 35_000;

/// Another tab takes the turn before this page's backend, for so long.
async fn take_lease(for_ms: u32) {
    let take = "return new Promise((resolve, reject) => {
        const opening = indexedDB.open('lockstep', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('leases');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
            const transaction = opening.result.transaction('leases', 'readwrite');
            transaction.objectStore('leases').put(Date.now() + for_ms, `lockstep:${location.origin}`);
            transaction.oncomplete = () => { opening.result.close(); resolve(); };
            transaction.onabort = () => reject(transaction.error);
        };
    })";
    let taken = Function::new_with_args("for_ms", take).call1(&JsValue::NULL, &for_ms.into()).unwrap();
    JsFuture::from(taken.unchecked_into::<Promise>()).await.unwrap();
}

/// While it lives, this browser has no `navigator.locks`, as where the page is not secure.
struct NoLocks;

impl NoLocks {
    /// Nobody has the turn that takes the locks' place, whatever tests before have left.
    async fn new() -> Self {
        take_lease(0).await;
        let undefined = Object::new();
        Reflect::set(&undefined, &"value".into(), &JsValue::UNDEFINED).unwrap();
        Reflect::set(&undefined, &"configurable".into(), &true.into()).unwrap();
        Object::define_property(&Self::navigator(), &"locks".into(), &undefined);
        Self
    }

    fn navigator() -> Object {
        window().unwrap().navigator().unchecked_into()
    }
}

impl Drop for NoLocks {
    fn drop(&mut self) {
        // The navigator's prototype has the true one.
        Reflect::delete_property(&Self::navigator(), &"locks".into()).unwrap();
    }
}

async fn click_in_two_tabs() {
    let first = Page::synced(false).await;
    let second = first.beside(false).await;
    first.click("Play");
    second.click("Play");
    first.asked(START, 1).await;
    wait_ms(300).await;
    assert_eq!(first.backend.count(START), 1);
    first.backend.reply(START, SUCCESS);
    // The second tab's comes when the first one's has ended.
    first.asked(START, 2).await;
}
