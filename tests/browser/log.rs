//! The log under the picture.

use leptos::prelude::*;
use lockstep::components::{LiveView, StreamControls, WebSocketHandler};
use lockstep::control::journal::Kind;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::{Function, Object, Reflect};
use web_sys::{Event, EventInit, HtmlElement, HtmlSelectElement, Storage};

use crate::backend::STATUS;
use crate::page::{Page, react, settle, until};

const KEY: &str = "lockstep.log";

fn storage() -> Storage {
    window().session_storage().unwrap().unwrap()
}

fn view() -> impl IntoView {
    view! { <WebSocketHandler/> <LiveView/> <StreamControls/> }
}

/// A page that is synced, with its log open; nothing is kept of a page before.
async fn opened() -> Page {
    storage().remove_item(KEY).unwrap();
    reopened().await
}

/// The same, after whatever is kept.
async fn reopened() -> Page {
    let page = Page::mount(view);
    settle().await;
    page.backend.connect().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    page.open_panel("Log");
    settle().await;
    page
}

/// Kind, text and evidence of each entry, newest first.
fn rows(page: &Page) -> Vec<String> {
    let rows = page.root().query_selector_all(".log-row").unwrap();
    let parts = [".log-kind", ".log-text", ".log-evidence"];
    (0..rows.length())
        .map(|index| rows.item(index).unwrap().unchecked_into::<web_sys::Element>())
        .map(|row| parts.map(|part| row.query_selector(part).unwrap().unwrap().text_content().unwrap()).join(" | "))
        .collect()
}

fn press(page: &Page, words: &str) {
    let buttons = page.root().query_selector_all(".log button").unwrap();
    let button = (0..buttons.length())
        .map(|index| buttons.item(index).unwrap().unchecked_into::<HtmlElement>())
        .find(|button| button.text_content().as_deref() == Some(words))
        .unwrap_or_else(|| panic!("no button {words}"));
    button.click();
}

async fn choose(page: &Page, kind: &str) {
    let select: HtmlSelectElement = page.find(".log select").unchecked_into();
    select.set_value(kind);
    let init = EventInit::new();
    init.set_bubbles(true);
    select.dispatch_event(&Event::new_with_event_init_dict("change", &init).unwrap()).unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn it_tells_what_happened_newest_first() {
    let page = opened().await;
    let told = rows(&page);
    assert!(told[0].starts_with("Sync | Synced: the stream is stopped | request #"), "{told:?}");
    assert_eq!(told[1], "Sync | Asking the backend what its stream does | ");
    assert_eq!(told[2], "Connection | Connected | socket 1");
    assert_eq!(told[3], "Page | The page was opened | ");
    let time = page.text(".log-time");
    assert!(time.len() == 12 && time.as_bytes()[8] == b'.', "{time}");
    page.click("Play");
    until("the press is told", || rows(&page).iter().any(|row| row == "Command | Play was pressed | ")).await;
    page.open_panel("Log");
    settle().await;
    assert_eq!(page.count(".log"), 0, "a second press closes it");
}

#[wasm_bindgen_test]
async fn one_kind_can_be_looked_at() {
    let page = opened().await;
    choose(&page, "Connection").await;
    assert_eq!(rows(&page), ["Connection | Connected | socket 1"]);
    choose(&page, "Picture").await;
    assert!(rows(&page).is_empty());
    assert!(!page.find(".log-empty").has_attribute("hidden"), "it says that there is nothing");
    choose(&page, "Everything").await;
    assert_eq!(rows(&page).len(), 4);
}

#[wasm_bindgen_test]
async fn a_pause_holds_it_and_counts() {
    let page = opened().await;
    press(&page, "Pause");
    page.store.log.note(Kind::Page, "first", "");
    page.store.log.note(Kind::Page, "second", "");
    settle().await;
    assert_eq!(rows(&page).len(), 4);
    assert_eq!(page.text(".log-newer"), "2 more since");
    press(&page, "Pause");
    settle().await;
    assert_eq!(rows(&page)[0], "Page | second | ");
    assert_eq!(page.text(".log-newer"), "");
}

#[wasm_bindgen_test]
async fn what_looks_like_html_is_text() {
    let page = opened().await;
    page.store.log.note(Kind::Page, "<img src=x onerror=alert(1)> & <b>bold</b>", "<i>evidence</i>");
    settle().await;
    assert_eq!(rows(&page)[0], "Page | <img src=x onerror=alert(1)> & <b>bold</b> | <i>evidence</i>");
    assert_eq!(page.count(".log img, .log b, .log i"), 0);
}

#[wasm_bindgen_test]
async fn two_hundred_are_shown_and_more_when_asked_for() {
    let page = opened().await;
    for number in 0..500 {
        page.store.log.note(Kind::Page, &number.to_string(), "");
    }
    settle().await;
    assert_eq!(rows(&page).len(), 200);
    assert_eq!(rows(&page)[0], "Page | 499 | ");
    press(&page, "Show more");
    settle().await;
    assert_eq!(rows(&page).len(), 400);
    press(&page, "Show more");
    settle().await;
    assert_eq!(rows(&page).len(), 504);
    assert_eq!(rows(&page)[503], "Page | The page was opened | ");
}

#[wasm_bindgen_test]
async fn it_goes_on_where_the_page_before_ended() {
    let page = opened().await;
    page.store.log.note(Kind::Page, "before the reload", "");
    window().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
    drop(page);
    let page = reopened().await;
    let told = rows(&page);
    let left = told.iter().position(|row| row == "Page | The page was left | ").unwrap();
    let before = told.iter().position(|row| row == "Page | before the reload | ").unwrap();
    let opened = told.iter().position(|row| row == "Page | The page was opened | ").unwrap();
    assert!(opened < left && left < before, "{told:?}");
}

#[wasm_bindgen_test]
async fn what_is_kept_and_damaged_is_said_once() {
    storage().set_item(KEY, "[[1,2").unwrap();
    let page = reopened().await;
    let told = rows(&page);
    assert_eq!(told.iter().filter(|row| row.contains("can’t be read")).count(), 1, "{told:?}");
    assert!(told.last().is_some_and(|row| row.contains("can’t be read")), "nothing was taken of it: {told:?}");
    storage().remove_item(KEY).unwrap();
}

/// While this lives, the browser has no session storage for this page.
struct NoStorage;

impl NoStorage {
    fn begin() -> Self {
        let refuse = Function::new_no_args("throw new DOMException('forbidden', 'SecurityError')");
        let property = Object::new();
        Reflect::set(&property, &"get".into(), &refuse).unwrap();
        Reflect::set(&property, &"configurable".into(), &true.into()).unwrap();
        Object::define_property(&window(), &"sessionStorage".into(), &property);
        Self
    }
}

impl Drop for NoStorage {
    fn drop(&mut self) {
        // What is below is the browser's own, of the window's kind.
        let restore = Function::new_no_args(
            "delete window.sessionStorage;
            const own = window.lockstepSessionStorage;
            if (own) Object.defineProperty(window, 'sessionStorage', own);",
        );
        restore.call0(&JsValue::NULL).unwrap();
    }
}

#[wasm_bindgen_test]
async fn without_storage_it_works_and_says_so_once() {
    let remember = "window.lockstepSessionStorage = Object.getOwnPropertyDescriptor(window, 'sessionStorage');";
    Function::new_no_args(remember).call0(&JsValue::NULL).unwrap();
    let forbidden = NoStorage::begin();
    assert!(window().session_storage().is_err());
    let page = reopened().await;
    page.store.log.note(Kind::Page, "goes on", "");
    for _ in 0..3 {
        window().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
        settle().await;
    }
    let told = rows(&page);
    assert_eq!(told.iter().filter(|row| row.contains("stores nothing")).count(), 1, "{told:?}");
    assert!(told.iter().any(|row| row == "Page | goes on | "), "{told:?}");
    drop(forbidden);
    assert!(window().session_storage().is_ok());
}

/// The browser's clipboard, whose writing ends so.
fn replace_clipboard(outcome: &str) {
    let replaced = Function::new_no_args(&format!("return {{ writeText: () => {outcome} }}"));
    let property = Object::new();
    Reflect::set(&property, &"get".into(), &replaced).unwrap();
    Reflect::set(&property, &"configurable".into(), &true.into()).unwrap();
    let navigator: Object = window().navigator().unchecked_into();
    Object::define_property(&navigator, &"clipboard".into(), &property);
}

#[wasm_bindgen_test]
async fn what_becomes_of_a_copy_is_said() {
    let page = opened().await;
    replace_clipboard("Promise.resolve()");
    press(&page, "Copy");
    page.until(".log-said", "4 entries are on the clipboard.").await;
    choose(&page, "Connection").await;
    press(&page, "Copy");
    page.until(".log-said", "1 entry is on the clipboard.").await;
    replace_clipboard("Promise.reject(new Error('not now'))");
    press(&page, "Copy");
    page.until(".log-said", "Nothing was copied: Error: not now.").await;
    Function::new_no_args("delete navigator.clipboard").call0(&JsValue::NULL).unwrap();
}

/// The one entry that is pointed out, once it has the focus.
async fn pointed_out(page: &Page) -> String {
    until("an entry to get the focus", || {
        document().active_element().is_some_and(|focused| focused.class_list().contains("log-row"))
    })
    .await;
    assert_eq!(page.count(".log-row[aria-current]"), 1);
    page.text(".log-row[aria-current] .log-text")
}

#[wasm_bindgen_test]
async fn why_leads_to_the_entry_whatever_the_log_showed() {
    storage().remove_item(KEY).unwrap();
    let page = Page::synced(true).await;
    page.backend.drop_socket();
    react().await;
    page.backend.lose(STATUS);
    page.until(".status-stream", "unverified: no connection").await;
    for number in 0..300 {
        page.store.log.note(Kind::Page, &number.to_string(), "");
    }
    page.open_panel("Log");
    settle().await;
    choose(&page, "Picture").await;
    page.find("button[aria-label='Why is this unverified?']").unchecked_into::<HtmlElement>().click();
    assert_eq!(pointed_out(&page).await, "Unverified: neither connection nor requests get through");
    assert!(rows(&page).len() > 300, "as many are shown as it takes");

    page.open_panel("Log");
    // By the first poll, the sync, when the connection was lost, and now.
    page.asked(STATUS, 4).await;
    page.backend.reply(STATUS, "false");
    page.until(".notice", "The stream was found stopped.").await;
    page.find("button[aria-label='Why was this corrected?']").unchecked_into::<HtmlElement>().click();
    assert_eq!(pointed_out(&page).await, "The stream was found stopped. This page had it as running.");
    storage().remove_item(KEY).unwrap();
}

#[wasm_bindgen_test]
async fn a_report_is_seen_before_it_is_saved() {
    let page = opened().await;
    press(&page, "Report…");
    settle().await;
    let text = page.text(".report-text");
    assert!(text.starts_with(concat!("Lockstep ", env!("CARGO_PKG_VERSION"), ", report of format 2")), "{text}");
    for part in ["Requests: ", "Backend: http://", "Web Locks: ", "Frames: 0 came", "Synced: the stream is stopped"] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    press(&page, "Show the file");
    settle().await;
    assert!(page.text(".report-text").starts_with(r#"{"format":2,"#));
    press(&page, "Close");
    settle().await;
    assert_eq!(page.count(".report"), 0);
}

#[wasm_bindgen_test]
async fn the_bars_say_what_was_known() {
    let page = opened().await;
    let words = || page.find(".timeline svg").get_attribute("aria-label").unwrap();
    until("the time to be told", || !words().contains("stopped for 0 min 0 s")).await;
    let bars = |class: &str| page.find(class).get_attribute("d").unwrap_or_default();
    assert!(bars(".timeline-calm").starts_with('M'), "stopped");
    assert!(words().contains("Stream: running for 0 min 0 s"), "{}", words());
    assert!(bars(".timeline-good").is_empty(), "{}", bars(".timeline-good"));
}
