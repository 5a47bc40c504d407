//! The store: one state, changed by events alone.

use js_sys::{Date, Function};
use leptos::prelude::GetUntracked;
use lockstep::sync::{AvailableCommand, Event, Intent, StreamEvent, StreamState, UnverifiedReason};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::backend::{START, STATUS};
use crate::page::{Page, settle, wait_ms};

#[wasm_bindgen_test]
async fn nothing_is_claimed_before_the_backend_answered() {
    let page = Page::console().await;
    assert_eq!(page.store.stream.get_untracked().unverified_reason(), Some(UnverifiedReason::NotAsked));
    assert_eq!(page.offered(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_failed_sync_is_retried_and_marked_unverified_in_the_end() {
    let page = Page::console().await;
    page.backend.connect().await;
    for wait in [260, 510, 1_010] {
        page.backend.lose(STATUS);
        settle().await;
        assert_eq!(page.offered(), [""; 0], "syncing: neither button");
        wait_ms(wait).await;
    }
    page.backend.lose(STATUS);
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
    assert!(page.text(".status-stream").contains("unverified"), "{}", page.text(".status-stream"));
}

#[wasm_bindgen_test]
async fn answers_that_are_neither_yes_nor_no_are_failed_checks() {
    for (status, body) in [
        (200, "\"yes\""),
        (200, "null"),
        (200, ""),
        (200, "<html></html>"),
        (200, r#"{"active":"true"}"#),
        (422, r#"{"detail":"no"}"#),
        (500, "Internal Server Error"),
    ] {
        let page = Page::synced(true).await;
        // The next check, made to come at once.
        page.store.dispatch(Event::ReconnectWanted);
        settle().await;
        page.backend.reply_with(STATUS, status, body);
        settle().await;
        assert_eq!(page.store.stream.get_untracked().state, StreamState::Running, "{status} {body}");
        assert_eq!(page.offered(), ["Stop"], "confirmed a moment ago: {status} {body}");
        assert!(!page.store.verified.get_untracked(), "the sync goes on: {status} {body}");
    }
}

#[wasm_bindgen_test]
async fn a_body_over_a_mebibyte_is_a_failed_check() {
    let page = Page::synced(true).await;
    page.store.dispatch(Event::ReconnectWanted);
    settle().await;
    page.backend.reply(STATUS, &format!("{}true", " ".repeat(1_048_576)));
    settle().await;
    assert_eq!(page.store.stream.get_untracked().state, StreamState::Running);
    assert!(!page.store.verified.get_untracked());
}

#[wasm_bindgen_test]
async fn the_older_status_object_is_understood() {
    let page = Page::console().await;
    page.backend.connect().await;
    page.backend.reply(STATUS, r#"{"isActive":true}"#);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn a_status_reply_that_left_before_a_click_changes_nothing() {
    let page = Page::synced(false).await;
    page.store.dispatch(StreamEvent::Watched(lockstep::sync::Watch::Absent));
    page.store.dispatch(Event::ReconnectWanted);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    // A check is in flight (after the command before), then a click comes.
    page.store.dispatch(StreamEvent::Clicked(Intent::Play));
    page.asked(START, 1).await;
    page.backend.reply(START, r#"{"status":"success","detector":"W","protocol":"jpeg","params":{}}"#);
    settle().await;
    assert_eq!(page.offered(), ["Stop"], "confirmed by the command's own answer, while its check is still out");
    page.store.dispatch(StreamEvent::Clicked(Intent::Stop));
    page.asked("GET /imswitch/api/LiveViewController/getActiveStreams", 1).await;
    assert!(page.backend.aborted(STATUS), "the check that left before the click is cancelled");
    assert_eq!(page.store.available.get_untracked(), AvailableCommand::None);
}

#[wasm_bindgen_test]
async fn a_backend_that_asks_to_be_left_alone_is() {
    let soon = Date::new(&(Date::now() + 20_000.0).into());
    for wait in ["20".to_owned(), soon.to_utc_string().into()] {
        let page = Page::synced(true).await;
        page.store.dispatch(Event::ReconnectWanted);
        settle().await;
        page.backend.reply_with_header(STATUS, 503, ("retry-after", &wait));
        let asked = page.backend.count(STATUS);
        wait_ms(600).await;
        assert_eq!(page.backend.count(STATUS), asked, "a sync is else tried again after 0.25 s");
    }
}

/// The computer slept: the time of day is later, and the browser's steady clock does not know.
struct Slept;

impl Slept {
    fn an_hour() -> Self {
        let later = "globalThis.realNow ??= Date.now; Date.now = () => realNow() + 3_600_000;";
        Function::new_no_args(later).call0(&JsValue::NULL).unwrap();
        Self
    }
}

impl Drop for Slept {
    fn drop(&mut self) {
        Function::new_no_args("Date.now = realNow").call0(&JsValue::NULL).unwrap();
    }
}

#[wasm_bindgen_test]
async fn after_a_sleep_the_page_vouches_for_nothing_and_asks() {
    let page = Page::synced(true).await;
    let before = page.backend.count(STATUS);
    let _slept = Slept::an_hour();
    // Until the next tick.
    page.asked(STATUS, before + 1).await;
    assert_eq!(page.offered(), [""; 0]);
    assert!(!page.store.verified.get_untracked());
    page.backend.reply(STATUS, "false");
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
}
