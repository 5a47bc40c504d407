//! Play and Stop.

use leptos::prelude::GetUntracked;
use leptos::prelude::{document, window};
use lockstep::sync::StreamEvent;
use lockstep::wire::CommandAnswer;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::backend::{START, STATUS};
use crate::page::{Page, react, settle, until, wait_ms};

const STREAMS: &str = "GET /imswitch/api/LiveViewController/getActiveStreams";
const TWO_STREAMS: &str = r#"{"status":"success","active_streams":[{"detector":"A b","protocol":"jpeg"},{"detector":"C","protocol":"binary"}]}"#;
const STOPPED: &str = r#"42["signal","{\"name\":\"sigStreamStopped\",\"args\":{\"p0\":\"A\",\"p1\":\"jpeg\"}}"]"#;
const SUCCESS: &str = r#"{"status":"success","detector":"A","protocol":"jpeg"}"#;

fn focused() -> Element {
    document().active_element().unwrap()
}

fn has_focus(label: &str) -> bool {
    focused().get_attribute("aria-label").as_deref() == Some(label)
}

fn commands(page: &Page) -> usize {
    let is_command = |line: &&String| line.contains("/startLiveView") || line.contains("/stopLiveView");
    page.backend.requests().iter().filter(is_command).count()
}

#[wasm_bindgen_test]
async fn a_double_click_sends_one_start() {
    let page = Page::synced(false).await;
    assert_eq!(page.offered(), ["Play"]);
    page.click("Play");
    page.press("Play", START).await;
    page.click("Play");
    wait_ms(100).await;
    assert_eq!(commands(&page), 1);
    assert_eq!(page.backend.count(START), 1);
}

#[wasm_bindgen_test]
async fn nothing_can_be_pressed_while_a_command_is_in_flight() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    assert_eq!(page.offered(), [""; 0]);
    assert!(page.text(".controls").contains("Starting…"));
    assert_eq!(page.text(".status-stream"), "Starting…");
    page.click("Stop");
    wait_ms(100).await;
    assert_eq!(commands(&page), 1);
    page.backend.reply(START, SUCCESS);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn stop_stops_every_stream_by_name() {
    let page = Page::synced(true).await;
    page.press("Stop", STREAMS).await;
    assert!(page.text(".controls").contains("Stopping…"));
    page.backend.reply(STREAMS, TWO_STREAMS);
    for detector in ["A%20b", "C"] {
        settle().await;
        page.backend
            .reply(&format!("GET /imswitch/api/LiveViewController/stopLiveView?detectorName={detector}"), SUCCESS);
    }
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
}

#[wasm_bindgen_test]
async fn a_backend_without_a_list_of_streams_is_told_to_stop_all_the_same() {
    let page = Page::synced(true).await;
    page.press("Stop", STREAMS).await;
    page.backend.reply_with(STREAMS, 404, r#"{"detail":"Not Found"}"#);
    settle().await;
    page.backend.reply("GET /imswitch/api/LiveViewController/stopLiveView", SUCCESS);
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
}

/// What Stop sends where no stream's name is known.
const STOP: &str = "GET /imswitch/api/LiveViewController/stopLiveView";

#[wasm_bindgen_test]
async fn stop_leaves_although_the_streams_cannot_be_listed() {
    for unreadable in ["", "<html>", r#"{"status":"error","message":"no"}"#] {
        let page = Page::synced(true).await;
        page.press("Stop", STREAMS).await;
        page.backend.reply(STREAMS, unreadable);
        page.asked(STOP, 1).await;
        page.backend.reply(STOP, SUCCESS);
        settle().await;
        assert_eq!(page.offered(), ["Play"], "{unreadable:?}");
    }
}

#[wasm_bindgen_test]
async fn stop_leaves_within_three_seconds_although_the_list_of_streams_never_comes() {
    let page = Page::synced(true).await;
    page.press("Stop", STREAMS).await;
    wait_ms(3_200).await;
    assert_eq!(page.backend.count(STOP), 1, "{:?}", page.backend.requests());
    assert!(page.backend.aborted(STREAMS));
}

#[wasm_bindgen_test]
async fn a_stop_that_fails_for_one_stream_stops_the_others_all_the_same() {
    let page = Page::synced(true).await;
    page.press("Stop", STREAMS).await;
    page.backend.reply(STREAMS, TWO_STREAMS);
    settle().await;
    page.backend.reply_with(&format!("{STOP}?detectorName=A%20b"), 500, "");
    page.asked(&format!("{STOP}?detectorName=C"), 1).await;
}

#[wasm_bindgen_test]
async fn a_start_is_remembered_by_the_page_that_comes_after() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    let next = page.reload(false).await;
    assert_eq!(next.offered(), [""; 0], "the backend is still starting");
    next.until(".status-stream", "start was sent").await;
    next.backend.say(&STOPPED.replace("Stopped", "Started"));
    settle().await;
    next.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(next.offered(), ["Stop"]);
    let third = next.reload(false).await;
    assert_eq!(third.offered(), ["Play"], "it was confirmed, and is forgotten");
}

#[wasm_bindgen_test]
async fn a_start_that_the_browser_ended_because_the_page_is_left_is_remembered_too() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    // Firefox ends a page's requests long before the page is gone.
    window().dispatch_event(&web_sys::Event::new("beforeunload").unwrap()).unwrap();
    page.backend.lose(START);
    settle().await;
    let next = page.reload(false).await;
    assert_eq!(next.offered(), [""; 0], "the backend is still starting");
    next.until(".status-stream", "start was sent").await;
}

#[wasm_bindgen_test]
async fn a_start_whose_answer_is_lost_ends_in_a_check() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    page.backend.lose(START);
    settle().await;
    assert_eq!(page.offered(), [""; 0], "neither running nor stopped is known");
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn the_poll_finds_drift_within_five_seconds_and_a_failed_poll_changes_nothing() {
    let page = Page::synced(true).await;
    let before = page.backend.count(STATUS);
    wait_ms(5_300).await;
    assert_eq!(page.backend.count(STATUS), before + 1, "one poll");
    page.backend.lose(STATUS);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
    assert!(page.text(".status-stream").contains("unverified"));
    wait_ms(6_300).await;
    page.backend.reply(STATUS, "false");
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
    assert!(page.text(".notices").contains("stopped"), "{}", page.text(".notices"));
}

#[wasm_bindgen_test]
async fn whoever_pressed_a_button_finds_the_focus_on_the_other() {
    let page = Page::synced(false).await;
    page.button("Play").focus().unwrap();
    page.press("Play", START).await;
    until("the browser to take it from the disabled button", || focused().tag_name() == "BODY").await;
    page.backend.reply(START, SUCCESS);
    until("the focus to be on Stop", || has_focus("Stop")).await;
}

#[wasm_bindgen_test]
async fn whoever_went_on_to_something_else_keeps_the_focus() {
    let page = Page::synced(false).await;
    page.button("Play").focus().unwrap();
    page.press("Play", START).await;
    page.button("Camera").focus().unwrap();
    page.backend.reply(START, SUCCESS);
    settle().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
    assert!(has_focus("Camera"));
    page.button("Camera").blur().unwrap();
    page.backend.say(STOPPED);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
    assert_eq!(focused().tag_name(), "BODY", "nobody pressed a button since");
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_at_once_moves_the_focus_as_well() {
    let page = Page::synced(false).await;
    page.button("Play").focus().unwrap();
    page.click("Play");
    react().await;
    let request = page.store.command.get_untracked().unwrap().request;
    page.store.dispatch(StreamEvent::LockAcquired { request });
    react().await;
    // One browser takes it from the disabled button at once, another when it next shows the page.
    assert!(has_focus("Play") || focused().tag_name() == "BODY", "{}", focused().outer_html());
    page.store.dispatch(StreamEvent::CommandReplied { request, answer: Ok(CommandAnswer::Success) });
    react().await;
    assert!(has_focus("Stop"));
}
