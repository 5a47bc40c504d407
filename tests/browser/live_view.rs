//! What the page says about the picture, through the life of a stream.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::GetUntracked;
use lockstep::browser::clock;
use lockstep::sync::StreamState;
use lockstep::viewer::Acknowledge;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::canvas::{BLUE, GREEN, RED, until_colour};
use crate::frames::{arrived, good, good_of};
use crate::live_page::{LivePage, age_s};
use crate::page::{until, wait_ms};

#[wasm_bindgen_test]
async fn the_caption_follows_a_stream_through_its_life() {
    let page = LivePage::new().await;
    page.until_says("absent", "Connecting…").await;
    page.connect(StreamState::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    page.paint(0, GREEN).await;
    page.until_says("live", "").await;
    assert_eq!(page.text(".live-view-caption"), "");
    page.lose_connection();
    page.until_says("past", "Connection lost: this is the last frame, ").await;
    until_colour(&page.place, GREEN).await;
    let caption = || page.text(".live-view-caption");
    until("the age to grow", || caption().ends_with(" s old") && age_s(&caption()) >= Some(2)).await;
    let status = page.place.query_selector("[role=status]").unwrap().unwrap();
    assert_eq!(status.text_content().unwrap(), "Connection lost: this is the last frame", "no age is announced");
}

#[wasm_bindgen_test]
async fn a_stopped_stream_says_so() {
    let page = LivePage::new().await;
    page.connect(StreamState::Stopped);
    page.until_says("absent", "Stream is stopped").await;
}

#[wasm_bindgen_test]
async fn frames_of_a_stopped_stream_are_shown_as_what_they_are() {
    let page = LivePage::new().await;
    page.connect(StreamState::Stopped);
    page.until_says("absent", "Stream is stopped").await;
    page.paint(0, RED).await;
    page.until_says("past", "Stream is stopped: this is the last frame").await;
    let offer = page.store.available.get_untracked();
    wait_ms(1_100).await;
    page.paint(1, BLUE).await;
    page.until_says("live", "Frames arrive although the backend says the stream is stopped").await;
    assert_eq!(page.store.available.get_untracked(), offer, "frames move no button");
    // And when they end, the picture is not live any more.
    until("the picture to be past", || page.picture() == "past").await;
    assert!(page.text(".live-view-caption").starts_with("Stream is stopped: this is the last frame"));
}

#[wasm_bindgen_test]
async fn a_stalled_stream_says_so_and_is_acknowledged_again() {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    let acknowledged = Rc::new(RefCell::new(Vec::new()));
    let acknowledge: Acknowledge = Rc::new({
        let acknowledged = Rc::clone(&acknowledged);
        move |id| acknowledged.borrow_mut().push(id)
    });
    page.viewer.take(arrived(&good(7, RED)), Rc::clone(&acknowledge));
    page.until_says("live", "").await;
    assert_eq!(*acknowledged.borrow(), [7]);
    until("the picture to be past", || page.picture() == "past").await;
    assert!(page.text(".live-view-caption").starts_with("The stream runs, but no new frame comes"));
    assert_eq!(*acknowledged.borrow(), [7, 7]);
    until("another try, for that one may be lost as well", || acknowledged.borrow().len() == 3).await;
    assert_eq!(acknowledged.borrow().last(), Some(&7));
}

#[wasm_bindgen_test]
async fn a_stream_without_any_frame_says_so() {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    until("the wait to end", || page.text(".live-view-caption") == "The stream runs, but no frame comes").await;
}

#[wasm_bindgen_test]
async fn the_figures_are_there_and_are_not_announced() {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    let begin = clock::now();
    page.paint(0, GREEN).await;
    until("the size", || page.text(".live-view-figures").contains("64 × 48 px")).await;
    let figures = page.text(".live-view-figures");
    let elapsed_s = clock::now().ms_since(begin) / 1_000;
    let last_frame = page.text(".live-view-figures div:nth-child(2) dd");
    assert!(figures.contains("WidefieldCamera") && last_frame.ends_with(" s ago"), "{figures}");
    assert!(age_s(&last_frame).is_some_and(|age_s| age_s <= elapsed_s), "{last_frame} after {elapsed_s} s");
    assert!(page.place.query_selector(".live-view-figures [aria-live]").unwrap().is_none());
    assert!(page.place.query_selector("[aria-live] .live-view-figures").unwrap().is_none());
    let picture = page.place.query_selector("[role=img]").unwrap().unwrap();
    assert_eq!(picture.get_attribute("aria-label").unwrap(), "Live picture from WidefieldCamera");
}

#[wasm_bindgen_test]
async fn a_camera_that_streams_as_well_is_named_with_what_can_not_be_seen_and_looked_at_by_its_name() {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    let (name, shown) = ("Focus\u{202e}Camera", "Focus‹U+202E›Camera");
    let button = || page.place.query_selector(".live-view-others button").unwrap();
    let ignore: Acknowledge = Rc::new(|_| {});
    for id in 0..20 {
        page.viewer.take(arrived(&good(id, GREEN)), Rc::clone(&ignore));
        page.viewer.take(arrived(&good_of(name, 100 + id)), Rc::clone(&ignore));
        wait_ms(100).await;
    }
    until("the other one to be named", || button().is_some()).await;
    let words = button().unwrap().text_content().unwrap();
    assert!(words.starts_with(&format!("{shown} (")) && words.ends_with(" frames)"), "{words}");
    assert_eq!(button().unwrap().get_attribute("aria-label").unwrap(), format!("Look at {shown}"));
    button().unwrap().unchecked_into::<HtmlElement>().click();
    page.show(good_of(name, 200)).await;
    until("it to be looked at", || page.text(".live-view-detector dd") == shown).await;
}
