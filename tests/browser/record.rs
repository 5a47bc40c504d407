//! Record, before a backend that answers when the test says.

use lockstep::sync::{Event, Visibility};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

use crate::page::{Page, settle, until, wait_ms};
use crate::snap_panel::{file, input};

const STATUS: &str = "GET /imswitch/api/RecordingController/getRecordingStatus";
const OLDER_STATUS: &str = "GET /imswitch/api/RecordingController/isRecording";
const START: &str = "GET /imswitch/api/RecordingController/startRecording?mSaveFormat=4&fileName=";
const STOP: &str = "GET /imswitch/api/RecordingController/stopRecording";
const PLACE: &str = r#"{"relativeFilePath":"recordings/1_a.mp4","fullPath":"/d/recordings/1_a.mp4","saveFormat":4,"isDownloadableFile":true}"#;
const NOTHING: &str = r#"{"is_recording":false,"format":null,"duration_seconds":0.0,"frame_count":0,"filepath":null}"#;

/// The backend has recorded frames.
const FRAMES: &str = r#"42["signal","{\"name\":\"sigRecordingFrameNumUpdated\",\"args\":{\"p0\":4}}"]"#;

fn going(seconds: u32, frames: u32) -> String {
    status(true, seconds, frames)
}

fn ended(seconds: u32, frames: u32) -> String {
    status(false, seconds, frames)
}

fn status(is_recording: bool, seconds: u32, frames: u32) -> String {
    format!(
        r#"{{"is_recording":{is_recording},"format":"MP4","duration_seconds":{seconds},"frame_count":{frames},"filepath":"/d/recordings/1_a.mp4"}}"#
    )
}

fn button(page: &Page) -> HtmlElement {
    page.find(".control-record").unchecked_into()
}

fn name(page: &Page) -> String {
    button(page).get_attribute("aria-label").unwrap()
}

fn is_offered(page: &Page) -> bool {
    !button(page).has_attribute("aria-disabled")
}

fn why_not(page: &Page) -> String {
    button(page).get_attribute("aria-description").unwrap_or_default()
}

/// A page whose backend streams, or not, and does this with recordings.
async fn known(active: bool, answer: &str) -> Page {
    let page = Page::synced(active).await;
    page.asked(STATUS, 1).await;
    page.backend.reply(STATUS, answer);
    settle().await;
    page
}

/// Answers the next question how the recording stands.
async fn tell(page: &Page, answer: &str) {
    until("the recording to be asked for", || page.backend.is_open(STATUS)).await;
    page.backend.reply(STATUS, answer);
    settle().await;
}

/// One on which a recording was begun.
async fn recording() -> Page {
    let page = known(true, NOTHING).await;
    button(&page).click();
    page.asked(START, 1).await;
    page.backend.reply(START, PLACE);
    tell(&page, &going(0, 4)).await;
    assert_eq!(name(&page), "Finish recording");
    // What is pressed twice in a row is pressed once.
    until("it to be offered", || is_offered(&page)).await;
    page
}

#[wasm_bindgen_test]
async fn it_is_offered_only_while_a_stream_runs_and_says_why() {
    let page = known(false, NOTHING).await;
    assert!(!is_offered(&page) && why_not(&page).contains("Press Play first"), "{}", why_not(&page));
    button(&page).click();
    settle().await;
    assert!(page.text(".notice").contains("Press Play first"));
    assert_eq!(page.backend.count(START), 0);
    let page = known(true, NOTHING).await;
    assert!(is_offered(&page), "{}", why_not(&page));
}

#[wasm_bindgen_test]
async fn a_recording_is_begun_followed_finished_and_found() {
    let page = known(true, NOTHING).await;
    button(&page).focus().unwrap();
    button(&page).click();
    button(&page).click();
    page.asked(START, 1).await;
    assert!(!is_offered(&page), "one command at a time");
    assert!(page.text(".control-record").contains("Starting…"));
    page.backend.reply(START, PLACE);
    tell(&page, &going(12, 240)).await;
    assert_eq!(page.text(".status-recording"), "Recording 00:12 · 240 frames · MP4");
    assert_eq!(lockstep_focus(), "Finish recording", "the keyboard is where it was");
    assert_eq!(page.backend.count(START), 1);
    until("it to be offered", || is_offered(&page)).await;
    button(&page).click();
    page.asked(STOP, 1).await;
    assert!(page.text(".control-record").contains("Finishing…"));
    page.backend.reply(STOP, PLACE);
    tell(&page, &ended(13, 250)).await;
    assert_eq!(name(&page), "Record");
    let path = file("recordings/1_a.mp4");
    page.asked(&path, 1).await;
    assert_eq!(page.count(".notice"), 0, "nothing is said before it is known");
    page.backend.reply_with_header(&path, 206, ("content-range", "bytes 0-0/1400000"));
    page.until(".notices", "Saved as 1_a.mp4, 1.4 MB.").await;
    let link = page.find(".notice a");
    assert!(link.get_attribute("href").unwrap().ends_with("/FileManager/download/recordings/1_a.mp4"));
    assert_eq!(link.get_attribute("download").as_deref(), Some("1_a.mp4"));
}

fn lockstep_focus() -> String {
    let focused = leptos::prelude::document().active_element();
    focused.and_then(|it| it.get_attribute("aria-label")).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn what_somebody_else_does_is_found() {
    let page = known(true, &going(5, 100)).await;
    assert_eq!((name(&page).as_str(), is_offered(&page)), ("Finish recording", true));
    wait_ms(2_100).await;
    tell(&page, &ended(6, 120)).await;
    assert_eq!((name(&page).as_str(), is_offered(&page)), ("Record", true));
    page.asked(&file("recordings/1_a.mp4"), 1).await;
}

#[wasm_bindgen_test]
async fn a_stop_that_is_refused_or_lost_ends_in_what_is_so() {
    for answer in [Some(500), None] {
        let page = recording().await;
        button(&page).click();
        page.asked(STOP, 1).await;
        match answer {
            Some(status) => page.backend.reply_with(STOP, status, "Internal Server Error"),
            None => page.backend.lose(STOP),
        }
        settle().await;
        assert!(!is_offered(&page), "nobody knows");
        tell(&page, &ended(6, 120)).await;
        until("it to be offered", || is_offered(&page)).await;
        assert_eq!(name(&page), "Record");
        page.asked(&file("recordings/1_a.mp4"), 1).await;
    }
}

#[wasm_bindgen_test]
async fn a_backend_without_recordings_is_not_asked_again() {
    let page = Page::synced(true).await;
    page.asked(STATUS, 1).await;
    page.backend.reply_with(STATUS, 404, r#"{"detail":"Not Found"}"#);
    page.asked(OLDER_STATUS, 1).await;
    page.backend.reply_with(OLDER_STATUS, 404, r#"{"detail":"Not Found"}"#);
    settle().await;
    assert!(!is_offered(&page) && why_not(&page).contains("does not record"), "{}", why_not(&page));
    assert_eq!(page.count(".status-recording"), 0);
    let asked = || (page.backend.count(STATUS), page.backend.count(OLDER_STATUS));
    let before = asked();
    // Longer than between two polls.
    wait_ms(10_500).await;
    assert_eq!(asked(), before);
    page.click("Recording options");
    settle().await;
    assert!(!page.find(".recording-absent").has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn an_older_backend_says_only_whether_one_runs() {
    let page = Page::synced(true).await;
    page.asked(STATUS, 1).await;
    page.backend.reply_with(STATUS, 404, r#"{"detail":"Not Found"}"#);
    page.asked(OLDER_STATUS, 1).await;
    page.backend.reply(OLDER_STATUS, "true");
    settle().await;
    assert_eq!((name(&page).as_str(), page.text(".status-recording").as_str()), ("Finish recording", "Recording"));
}

#[wasm_bindgen_test]
async fn odd_answers_are_no_knowledge() {
    for odd in ["", "null", "[]", "true", r#"{"is_recording":"yes"}"#, r#"{"is_recording":null}"#, "<html></html>"] {
        let page = known(true, odd).await;
        assert!(!is_offered(&page), "{odd}");
        assert_eq!(name(&page), "Record");
    }
}

/// The field for the time after which a recording is stopped.
async fn stop_after_field(page: &Page) -> HtmlInputElement {
    page.click("Recording options");
    settle().await;
    page.find(".recording input[inputmode=numeric]").unchecked_into()
}

async fn write(field: &HtmlInputElement, text: &str) {
    field.set_value(text);
    input(field);
    settle().await;
}

#[wasm_bindgen_test]
async fn a_recording_is_stopped_after_the_time_that_was_written() {
    let page = known(true, NOTHING).await;
    let field = stop_after_field(&page).await;
    for odd in ["0", "-1", "x", "1e9"] {
        write(&field, odd).await;
        assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"), "{odd}");
    }
    write(&field, "1").await;
    button(&page).click();
    page.asked(START, 1).await;
    page.backend.reply(START, PLACE);
    tell(&page, &going(0, 4)).await;
    wait_ms(1_000).await;
    // A look before it stops what may be somebody else's.
    tell(&page, &going(1, 24)).await;
    page.asked(STOP, 1).await;
    page.backend.reply(STOP, PLACE);
    tell(&page, &ended(1, 24)).await;
    assert_eq!(name(&page), "Record");
    wait_ms(1_500).await;
    assert_eq!(page.backend.count(STOP), 1);
}

#[wasm_bindgen_test]
async fn a_recording_of_somebody_else_is_not_stopped_by_a_time_that_was_written_here() {
    // The start fails, and somebody else's begins after it; or the start is answered, and what runs had begun before it.
    for (answer, found, between) in [(Some(500), 0, Some(NOTHING)), (None, 0, Some(NOTHING)), (Some(200), 120, None)] {
        let page = known(true, NOTHING).await;
        write(&stop_after_field(&page).await, "1").await;
        button(&page).click();
        page.asked(START, 1).await;
        match answer {
            Some(200) => page.backend.reply(START, PLACE),
            Some(status) => page.backend.reply_with(START, status, "{}"),
            None => page.backend.lose(START),
        }
        if let Some(between) = between {
            tell(&page, between).await;
            assert_eq!(name(&page), "Record");
            page.backend.say(FRAMES);
        }
        tell(&page, &going(found, 4)).await;
        assert_eq!(name(&page), "Finish recording");
        wait_ms(1_200).await;
        if page.backend.is_open(STATUS) {
            tell(&page, &going(found + 1, 24)).await;
        }
        settle().await;
        assert_eq!(page.backend.count(STOP), 0, "{answer:?}");
    }
}

#[wasm_bindgen_test]
async fn the_key_records_once_however_long_it_is_held() {
    let page = known(true, NOTHING).await;
    let press = |repeat: bool| {
        let init = KeyboardEventInit::new();
        init.set_key("r");
        init.set_bubbles(true);
        init.set_repeat(repeat);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        page.find(".live-view-stage").dispatch_event(&event).unwrap();
    };
    press(false);
    press(true);
    press(true);
    page.asked(START, 1).await;
    page.backend.reply(START, PLACE);
    tell(&page, &going(0, 4)).await;
    press(true);
    settle().await;
    assert_eq!((page.backend.count(START), page.backend.count(STOP)), (1, 0));
}

#[wasm_bindgen_test]
async fn a_hidden_tab_does_not_ask_and_asks_when_shown() {
    let page = known(true, &going(5, 100)).await;
    page.store.dispatch(Event::VisibilityChanged(Visibility::Hidden));
    let before = page.backend.count(STATUS);
    wait_ms(2_500).await;
    assert_eq!(page.backend.count(STATUS), before);
    page.store.dispatch(Event::VisibilityChanged(Visibility::Visible));
    tell(&page, &ended(6, 120)).await;
    assert_eq!(name(&page), "Record");
}
