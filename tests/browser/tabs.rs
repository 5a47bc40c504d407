//! Two tabs of one browser: here two pages in one, which share channel and lock as tabs do.

use lockstep::browser::clock;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::{Function, Promise};

use crate::backend::{START, STATUS};
use crate::other_tab::{LEASE_MS, NoChannel, NoDatabase, NoLocks, lease_ms, note_start, say_starting, take_lease};
use crate::page::{Page, settle, wait_ms};

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
async fn a_browser_that_refuses_a_lock_still_sends() {
    let _locks =
        NoLocks::instead("{ request: () => Promise.reject(new DOMException('refused', 'SecurityError')) }").await;
    let page = Page::synced(false).await;
    page.press("Play", START).await;
}

#[wasm_bindgen_test]
async fn a_browser_that_says_nothing_about_a_lock_still_sends() {
    let _locks = NoLocks::instead("{ request: () => new Promise(() => {}) }").await;
    let page = Page::synced(false).await;
    page.press("Play", START).await;
}

#[wasm_bindgen_test]
async fn a_browser_that_neither_locks_nor_stores_still_sends() {
    for open in ["() => { throw new DOMException('refused', 'SecurityError'); }", "() => ({})"] {
        let _locks = NoLocks::new().await;
        let _database = NoDatabase::new(open);
        let page = Page::synced(false).await;
        page.press("Play", START).await;
    }
}

#[wasm_bindgen_test]
async fn a_lease_counts_that_was_taken_by_a_clock_a_little_ahead() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    // Two tabs read the clock, and the one that read it last comes first: by the other's time it took a little too long.
    take_lease(LEASE_MS + 500).await;
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

#[wasm_bindgen_test]
async fn a_lease_whose_owner_is_gone_ends_within_three_seconds() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(true).await;
    take_lease(LEASE_MS).await;
    let begin = clock::now();
    page.click("Stop");
    page.until(".status-stream", "Waiting for another tab").await;
    assert!(page.text(".controls").contains("Waiting…"), "nothing is being stopped: {}", page.text(".controls"));
    page.asked(STREAMS, 1).await;
    assert!(clock::now().ms_since(begin) < 4_000);
}

#[wasm_bindgen_test]
async fn a_lease_is_kept_for_as_long_as_the_command_takes_and_given_back_then() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    wait_ms(LEASE_MS + 1_000).await;
    assert!(lease_ms().await.is_some_and(|left_ms| left_ms > 0.0), "it was renewed");
    page.backend.reply(START, SUCCESS);
    settle().await;
    until_true(|| async { lease_ms().await.is_none() }).await;
}

#[wasm_bindgen_test]
async fn a_lease_that_another_tab_has_taken_over_is_not_given_back_for_it() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    take_lease(LEASE_MS).await;
    page.until(".notices", "Another tab went on").await;
    page.backend.reply(START, SUCCESS);
    settle().await;
    assert!(lease_ms().await.is_some(), "it is the other tab's");
}

#[wasm_bindgen_test]
async fn a_lock_that_another_tab_has_taken_over_is_told() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    Function::new_no_args("navigator.locks.request(`lockstep:${location.origin}`, { steal: true }, () => {})")
        .call0(&JsValue::NULL)
        .unwrap();
    page.until(".notices", "Another tab went on").await;
}

#[wasm_bindgen_test]
async fn a_command_that_waits_for_another_tab_says_so() {
    let first = Page::synced(false).await;
    let second = first.beside(false).await;
    first.click("Play");
    second.click("Play");
    second.until(".status-stream", "Waiting for another tab").await;
    first.asked(START, 1).await;
}

/// A tab has said that it starts, and is gone. The page notices, and asks.
async fn until_the_sender_is_gone(page: &Page) {
    let asked = page.backend.count(STATUS);
    say_starting();
    page.until(".status-stream", "Starting… (from another tab)").await;
    assert_eq!(page.offered(), [""; 0]);
    page.asked(STATUS, asked + 1).await;
}

#[wasm_bindgen_test]
async fn what_a_tab_said_that_is_gone_is_over_when_its_turn_is_free() {
    let page = Page::synced(false).await;
    until_the_sender_is_gone(&page).await;
    page.until(".status-stream", "Syncing").await;
    page.backend.reply(STATUS, "false");
    page.until(".status-stream", "Stopped").await;
    assert_eq!(page.offered(), ["Play"]);
}

#[wasm_bindgen_test]
async fn without_a_lock_what_a_tab_said_that_is_gone_is_over_when_its_lease_is() {
    let _locks = NoLocks::new().await;
    let page = Page::synced(false).await;
    until_the_sender_is_gone(&page).await;
    page.backend.reply(STATUS, "false");
    page.until(".status-stream", "Stopped").await;
    assert_eq!(page.offered(), ["Play"]);
}

#[wasm_bindgen_test]
async fn what_a_tab_that_is_gone_has_sent_is_waited_for() {
    let page = Page::synced(false).await;
    note_start();
    until_the_sender_is_gone(&page).await;
    page.until(".status-stream", "A start was sent").await;
    page.backend.reply(STATUS, "false");
    settle().await;
    assert_eq!(page.offered(), [""; 0], "a start is invisible until it is done");
}

#[wasm_bindgen_test]
async fn what_a_tab_says_that_has_the_turn_is_waited_for() {
    let page = Page::synced(false).await;
    let hold = "return new Promise((held) => navigator.locks.request(`lockstep:${location.origin}`, () => {
        held();
        return new Promise((release) => { window.releaseTurn = release; });
    }))";
    let held = Function::new_no_args(hold).call0(&JsValue::NULL).unwrap();
    JsFuture::from(held.unchecked_into::<Promise>()).await.unwrap();
    say_starting();
    page.until(".status-stream", "Starting… (from another tab)").await;
    // It is asked each second whether that tab is there.
    wait_ms(2_500).await;
    assert_eq!(page.text(".status-stream"), "Starting… (from another tab)");
    let asked = page.backend.count(STATUS);
    Function::new_no_args("window.releaseTurn()").call0(&JsValue::NULL).unwrap();
    page.asked(STATUS, asked + 1).await;
}

const STREAMS: &str = "GET /imswitch/api/LiveViewController/getActiveStreams";

/// Waits until what takes a while to look at is true.
async fn until_true<F: Future<Output = bool>>(condition: impl Fn() -> F) {
    for _ in 0..100 {
        if condition().await {
            return;
        }
        wait_ms(20).await;
    }
    panic!("waited 2 s in vain");
}

/// Nothing but the turn keeps the two apart.
async fn click_in_two_tabs() {
    let _channel = NoChannel::new();
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
