//! Choosing camera, format and parameters.

use leptos::prelude::*;
use lockstep::browser::clock;
use lockstep::control::camera::{Choice, Format, Parameter};
use lockstep::sync::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event as DomEvent, EventInit, HtmlElement, HtmlInputElement};

use crate::backend::STATUS;
use crate::page::{Page, settle, until, wait_ms};

const NAMES: &str = "GET /imswitch/api/SettingsController/getDetectorNames";
const STREAMS: &str = "GET /imswitch/api/LiveViewController/getActiveStreams";
const PARAMETERS: &str = "GET /imswitch/api/LiveViewController/getStreamParameters";
pub const SET_JPEG: &str = "POST /imswitch/api/LiveViewController/setStreamParameters?protocol=jpeg";
const START_OTHER: &str =
    "POST /imswitch/api/LiveViewController/startLiveView?protocol=jpeg&force=false&detectorName=B%20%3Cb%3E";
const STOP_ONE: &str = "GET /imswitch/api/LiveViewController/stopLiveView?detectorName=A";
pub const SUCCESS: &str = r#"{"status":"success","detector":"A","protocol":"jpeg"}"#;
const OTHER: &str = "B <b>";

/// A page with the camera's panel open, told that A streams or that nothing does.
pub async fn open(active: bool) -> Page {
    let page = Page::synced(active).await;
    page.open_panel("Camera");
    settle().await;
    answer(&page, active, 80).await;
    page
}

/// Answers one round of questions.
pub async fn answer(page: &Page, active: bool, quality: u32) {
    page.backend.reply(NAMES, r#"["A","B <b>"]"#);
    settle().await;
    let streams = if active { r#"[{"detector":"A","protocol":"jpeg"}]"# } else { "[]" };
    page.backend.reply(STREAMS, &format!(r#"{{"status":"success","active_streams":{streams}}}"#));
    settle().await;
    let parameters = format!(r#"{{"jpeg":{{"jpeg_quality":{quality},"throttle_ms":50,"subsampling_factor":1}}}}"#);
    page.backend.reply(PARAMETERS, &format!(r#"{{"status":"success","protocols":{parameters},"per_detector":{{}}}}"#));
    settle().await;
}

fn button(page: &Page, name: &str) -> HtmlElement {
    page.find(&format!(".camera [data-name='{name}']")).unchecked_into()
}

pub fn write(page: &Page, parameter: Parameter, text: &str) {
    let input: HtmlInputElement = page.find(&format!("[name={}]", parameter.key())).unchecked_into();
    input.set_value(text);
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    input.dispatch_event(&DomEvent::new_with_event_init_dict("change", &bubbling).unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn names_are_text_and_the_streaming_one_is_marked() {
    let page = open(true).await;
    assert_eq!(page.count(".camera b"), 0, "a name is no markup");
    assert_eq!(page.text(".camera [data-name='B <b>'] .camera-name"), OTHER);
    assert_eq!(page.text(".camera [data-name='A'] .camera-mark"), "streams jpeg");
    assert_eq!(button(&page, "A").get_attribute("aria-pressed").as_deref(), Some("true"));
    assert_eq!(button(&page, "jpeg").get_attribute("aria-pressed").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn an_older_backend_without_a_list_of_streams_has_cameras_all_the_same() {
    let page = Page::synced(true).await;
    page.open_panel("Camera");
    settle().await;
    page.backend.reply(NAMES, r#"["A"]"#);
    settle().await;
    page.backend.reply_with(STREAMS, 404, r#"{"detail":"Not Found"}"#);
    settle().await;
    page.backend
        .reply(PARAMETERS, r#"{"status":"success","protocols":{"jpeg":{"jpeg_quality":70}},"per_detector":{}}"#);
    settle().await;
    assert_eq!(page.text(".camera [data-name='A'] .camera-name"), "A");
    assert_eq!(page.text(".camera [data-name='A'] .camera-mark"), "");
}

#[wasm_bindgen_test]
async fn a_switch_is_sent_once_and_both_buttons_wait_for_it() {
    let page = open(true).await;
    button(&page, OTHER).click();
    button(&page, OTHER).click();
    button(&page, "A").click();
    settle().await;
    assert_eq!(page.offered(), [""; 0]);
    page.asked(STREAMS, 2).await;
    assert_eq!(page.text(".status-stream"), "Switching…");
    assert!(page.find(".camera").has_attribute("aria-disabled"));
    page.backend.reply(STREAMS, r#"{"status":"success","active_streams":[{"detector":"A","protocol":"jpeg"}]}"#);
    page.asked(STOP_ONE, 1).await;
    page.backend.reply(STOP_ONE, SUCCESS);
    page.asked(START_OTHER, 1).await;
    assert_eq!(page.offered(), [""; 0]);
    page.backend.reply(START_OTHER, SUCCESS);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!((page.backend.count(STOP_ONE), page.backend.count(START_OTHER)), (1, 1));
}

#[wasm_bindgen_test]
async fn while_nothing_streams_choosing_sends_nothing() {
    let page = open(false).await;
    button(&page, OTHER).click();
    button(&page, "binary").click();
    settle().await;
    let chosen = Choice { detector: Some(OTHER.into()), format: Format::Binary };
    assert_eq!(page.store.choice.get_untracked(), chosen);
    assert!(!page.backend.requests().iter().any(|line| line.contains("LiveView?")));
    assert!(page.find("[data-parameter=jpeg_quality]").has_attribute("hidden"), "binary frames have no quality");
}

#[wasm_bindgen_test]
async fn what_is_set_while_a_round_is_under_way_follows_it() {
    let page = open(false).await;
    write(&page, Parameter::Quality, "30");
    write(&page, Parameter::Quality, "31");
    write(&page, Parameter::Quality, "32");
    page.asked(SET_JPEG, 1).await;
    assert_eq!(page.backend.count(SET_JPEG), 1);
    page.backend.reply(SET_JPEG, SUCCESS);
    settle().await;
    answer(&page, false, 30).await;
    // The latest value alone.
    page.asked(SET_JPEG, 2).await;
    page.backend.reply(SET_JPEG, SUCCESS);
    settle().await;
    answer(&page, false, 32).await;
    assert_eq!(page.text(".verdict"), "Quality is 32 now.");
    assert_eq!(page.backend.count(SET_JPEG), 2);
}

/// While a round is under way a value is written for jpeg, and another format is chosen before the next round begins.
async fn choose_binary_after_writing(page: &Page, parameter: Parameter, text: &str) {
    write(page, parameter, text);
    button(page, "binary").click();
    settle().await;
    assert_eq!(page.store.choice.get_untracked().format, Format::Binary);
}

fn sets_binary(page: &Page) -> bool {
    page.backend.requests().iter().any(|line| line.contains("setStreamParameters?protocol=binary"))
}

#[wasm_bindgen_test]
async fn a_value_goes_to_the_format_that_it_was_written_for() {
    let page = open(false).await;
    write(&page, Parameter::Quality, "30");
    page.asked(SET_JPEG, 1).await;
    choose_binary_after_writing(&page, Parameter::Quality, "31").await;
    page.backend.reply(SET_JPEG, SUCCESS);
    settle().await;
    answer(&page, false, 30).await;
    page.asked(SET_JPEG, 2).await;
    assert!(!sets_binary(&page));
}

#[wasm_bindgen_test]
async fn a_parameter_goes_to_the_format_that_it_was_written_for_also_before_anything_was_read() {
    let page = Page::synced(false).await;
    page.open_panel("Camera");
    settle().await;
    choose_binary_after_writing(&page, Parameter::Throttle, "70").await;
    answer(&page, false, 80).await;
    page.asked(SET_JPEG, 1).await;
    assert!(!sets_binary(&page));
}

#[wasm_bindgen_test]
async fn a_value_whose_answer_is_lost_may_be_set_all_the_same() {
    let page = open(false).await;
    write(&page, Parameter::Quality, "30");
    page.asked(SET_JPEG, 1).await;
    page.backend.lose(SET_JPEG);
    settle().await;
    answer(&page, false, 30).await;
    assert_eq!(page.text(".verdict"), "Quality is 30 now.");

    write(&page, Parameter::Quality, "40");
    page.asked(SET_JPEG, 2).await;
    page.backend.lose(SET_JPEG);
    settle().await;
    page.backend.lose(NAMES);
    settle().await;
    assert!(page.text(".verdict").contains("is not known"), "{}", page.text(".verdict"));
    assert_eq!(page.backend.count(SET_JPEG), 2, "nothing is sent twice");
}

const PLAY: &str = "POST /imswitch/api/LiveViewController/startLiveView?protocol=jpeg&force=false";
const CHOSEN: &str = ".camera [aria-labelledby=camera-detectors] [aria-pressed=true]";

fn listed(cameras: usize) -> String {
    let names: Vec<String> = (0..cameras).map(|camera| format!("\"Camera {camera}\"")).collect();
    format!("[{}]", names.join(","))
}

/// A page that is told that nothing streams, and which cameras there are.
async fn told_of(names: &str) -> Page {
    let page = Page::synced(false).await;
    page.asked(NAMES, 1).await;
    page.backend.reply(NAMES, names);
    settle().await;
    page
}

fn cameras_shown(page: &Page) -> u32 {
    page.count("[aria-labelledby=camera-detectors] button")
}

#[wasm_bindgen_test]
async fn without_a_camera_play_is_off_and_says_why_until_there_is_one() {
    let page = told_of("[]").await;
    assert_eq!(page.offered(), [""; 0]);
    assert_eq!(page.text(".status-stream"), "Stopped the backend lists no camera, so Play is off");
    page.open_panel("Camera");
    settle().await;
    assert!(page.text(".camera-none").starts_with("None. The backend lists no camera"));
    assert!(!page.find(".camera-none").has_attribute("hidden"));
    // It is asked again when the backend is, not only when it was restarted.
    page.store.dispatch(Event::ReconnectWanted);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    page.backend.reply(NAMES, r#"["A"]"#);
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
    assert_eq!(page.text(".status-stream"), "Stopped");
    assert!(page.find(".camera-none").has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn a_backend_that_does_not_list_its_cameras_has_play() {
    let page = Page::synced(false).await;
    page.asked(NAMES, 1).await;
    page.backend.reply_with(NAMES, 404, r#"{"detail":"Not Found"}"#);
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
}

#[wasm_bindgen_test]
async fn three_hundred_cameras_can_be_searched_and_chosen() {
    for few in [1, 6] {
        let page = told_of(&listed(few)).await;
        page.open_panel("Camera");
        settle().await;
        assert_eq!((cameras_shown(&page) as usize, page.count(".camera-search")), (few, 0));
    }
    let page = told_of(&listed(300)).await;
    page.open_panel("Camera");
    settle().await;
    assert_eq!((cameras_shown(&page), page.text(CHOSEN)), (300, "Camera 0".to_owned()));
    let search: HtmlInputElement = page.find(".camera-search").unchecked_into();
    for (part, shown) in [("camera 29", 12), ("CAMERA 299 ", 2), ("nothing", 1), ("", 300)] {
        search.set_value(part);
        search.dispatch_event(&DomEvent::new("input").unwrap()).unwrap();
        settle().await;
        assert_eq!(cameras_shown(&page), shown, "{part:?}: those that match, and the chosen one");
    }
    button(&page, "Camera 299").click();
    settle().await;
    page.press("Play", &format!("{PLAY}&detectorName=Camera%20299")).await;
}

/// The backend is restarted, and has these cameras then.
async fn restart(page: &Page, names: &str) {
    let lists = page.backend.count(NAMES);
    page.backend.drop_socket();
    settle().await;
    page.backend.lose(STATUS);
    let sockets = page.backend.sockets();
    until("a reconnect", || page.backend.sockets() > sockets).await;
    page.backend.connect().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    page.asked(NAMES, lists + 1).await;
    page.backend.reply(NAMES, names);
    settle().await;
}

#[wasm_bindgen_test]
async fn a_camera_that_is_gone_after_a_restart_is_marked_and_play_begins_the_first() {
    let page = told_of(r#"["A","B"]"#).await;
    page.store.choose(Choice { detector: Some("B".into()), format: Format::Jpeg });
    restart(&page, r#"["A","C"]"#).await;
    assert!(page.text(".notices").contains("The camera “B” is gone. Play starts the first that is there: “A”."));
    page.open_panel("Camera");
    settle().await;
    assert_eq!(page.text(".camera [data-name='B'] .camera-mark"), "gone");
    button(&page, "B").click();
    settle().await;
    assert_eq!(page.text(CHOSEN), "A");
    // One that is back is not said to be gone.
    restart(&page, r#"["A","B"]"#).await;
    assert_eq!(page.text(".camera [data-name='B'] .camera-mark"), "");
    assert!(!page.text(".notices").contains("is gone"), "{}", page.text(".notices"));
    page.press("Play", PLAY).await;
}

#[wasm_bindgen_test]
async fn a_name_that_turns_the_direction_round_is_seen_to_do_so_and_sent_as_it_is() {
    let page = told_of(r#"["A","gpj.\u202eeno"]"#).await;
    page.open_panel("Camera");
    settle().await;
    let turned = button(&page, "gpj.\u{202e}eno");
    assert_eq!(turned.text_content().unwrap().trim(), "gpj.‹U+202E›eno");
    turned.click();
    settle().await;
    page.press("Play", &format!("{PLAY}&detectorName=gpj.%E2%80%AEeno")).await;
}

#[wasm_bindgen_test]
async fn two_cameras_at_once_do_not_change_what_is_chosen_and_an_open_panel_comes_to_rest() {
    let page = open(false).await;
    button(&page, OTHER).click();
    settle().await;
    let chosen = Choice { detector: Some(OTHER.into()), format: Format::Jpeg };
    wait_ms(1_100).await; // Frames from before would be those of another stream.
    let asked = page.backend.count(NAMES);
    for _ in 0..8 {
        for camera in [OTHER, "A"] {
            page.store.observe_stream(camera, Format::Jpeg, clock::now());
            settle().await;
            assert_eq!(page.store.choice.get_untracked(), chosen, "{camera}");
        }
    }
    assert_eq!(page.backend.count(NAMES), asked);
    // One that nobody chose is what Play begins again, once it alone streams.
    until("the chosen one to be over", || {
        page.store.observe_stream("A", Format::Jpeg, clock::now());
        page.store.choice.get_untracked().detector.as_deref() == Some("A")
    })
    .await;
}
