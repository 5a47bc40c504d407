//! The numbers under the picture: what they say of frames that come, wait, stop coming, and don't say when they were sent.

use std::cell::Cell;
use std::rc::Rc;

use lockstep::browser::clock;
use lockstep::sync::StreamState;
use lockstep::viewer::Acknowledge;
use lockstep::viewer::status::MinuteReport;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::Date;
use web_sys::{Element, HtmlElement};

use crate::binary_frames::row;
use crate::canvas::GREEN;
use crate::frames::{arrived, good, good_sent_at};
use crate::live_page::{LivePage, age_s};
use crate::page::{assert_rate, until, wait_ms};

/// How far the server's clock is ahead of this one.
const SERVER_AHEAD_S: f64 = 5_000.0;

async fn connected() -> LivePage {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    page
}

fn find(page: &LivePage, selector: &str) -> Option<Element> {
    page.place.query_selector(selector).unwrap()
}

fn click(page: &LivePage) {
    let button: HtmlElement = find(page, "button[aria-label=Numbers]").unwrap().unchecked_into();
    button.click();
}

async fn open(page: &LivePage) {
    until("the button", || find(page, "button[aria-label=Numbers]:enabled").is_some()).await;
    click(page);
    until("the panel", || !figure(page, "Received").is_empty()).await;
}

/// What the panel says of this; nothing while it is closed.
fn figure(page: &LivePage, name: &str) -> String {
    let terms = page.place.query_selector_all(".numbers-figures dt").unwrap();
    let value = (0..terms.length())
        .filter_map(|index| terms.item(index))
        .find(|term| term.text_content().as_deref() == Some(name))
        .and_then(|term| term.next_sibling())
        .and_then(|value| value.text_content());
    value.unwrap_or_default()
}

/// The number that the panel says of this, if it is one of this unit.
fn number(page: &LivePage, name: &str, unit: &str) -> Option<f64> {
    figure(page, name).split_once(unit)?.0.trim().parse().ok()
}

fn attribute(page: &LivePage, selector: &str, name: &str) -> String {
    find(page, selector).and_then(|part| part.get_attribute(name)).unwrap_or_default()
}

/// The plot for those who don't see it.
fn words(page: &LivePage) -> String {
    attribute(page, ".numbers svg", "aria-label")
}

/// A frame that is so long on its way.
fn late(id: u8, way_ms: f64) -> Vec<u8> {
    good_sent_at(|| (Date::now() - way_ms) / 1_000.0 + SERVER_AHEAD_S, id)
}

#[wasm_bindgen_test]
async fn before_the_first_frame_nothing_is_claimed() {
    let page = connected().await;
    assert!(find(&page, ".numbers").is_none(), "the panel is closed at first");
    open(&page).await;
    for name in ["Received", "Painted"] {
        assert_eq!(figure(&page, name), "0.0 fps");
    }
    assert_eq!(figure(&page, "Bitrate"), "0.0 kB/s");
    for name in ["Delay", "To paint", "Last arrival"] {
        assert_eq!(figure(&page, name), "–");
    }
    assert_eq!(attribute(&page, ".panel", "aria-label"), "Numbers");
    assert_eq!(attribute(&page, ".numbers svg", "role"), "img");
    assert!(find(&page, ".numbers [aria-live], .numbers [role=status]").is_none(), "nothing of it is announced");
    click(&page);
    until("the panel to go", || find(&page, ".numbers").is_none()).await;
}

#[wasm_bindgen_test]
async fn the_minute_is_there_when_the_panel_is_opened_and_the_rates_fall_when_frames_stop() {
    let page = connected().await;
    let count = |counts: fn(&MinuteReport) -> &[u32]| counts(&page.viewer.minute()).iter().sum::<u32>();
    // What comes before is in no whole second.
    until("the first whole second", || !page.viewer.minute().received.is_empty()).await;
    let (mut received_at, mut painted_at) = (Vec::new(), Vec::new());
    for id in 0..25 {
        let message = good(id, GREEN);
        received_at.push(clock::now());
        painted_at.push(page.show(message).await);
        wait_ms(100).await;
    }
    let begin = clock::now();
    open(&page).await;
    let rate = |name| number(&page, name, "fps").unwrap_or(-1.0);
    let received = rate("Received");
    assert_rate(received, &received_at, begin);
    assert_rate(rate("Painted"), &painted_at, begin);
    let age = figure(&page, "Last arrival");
    let most_s = clock::now().ms_since(received_at[24]) / 1_000;
    assert!(age.ends_with(" s ago") && age_s(&age).is_some_and(|age_s| age_s <= most_s), "{age} after {most_s} s");
    let bytes = late(0, 0.0).len() as f64;
    let kilobytes = number(&page, "Bitrate", "kB/s").unwrap();
    assert!((kilobytes * 1e3 / bytes / received - 1.0).abs() < 0.1, "{kilobytes} kB/s of frames of {bytes} bytes");
    assert!(figure(&page, "Dropped").starts_with("0.0 fps, 0 in "), "{}", figure(&page, "Dropped"));
    until("a whole second to be plotted", || words(&page).starts_with("Frames a second in the last ")).await;
    let line = || attribute(&page, ".numbers-received", "d");
    assert!(line().starts_with('M'), "{}", line());
    until("two whole seconds to be plotted", || line().contains("h10V")).await;
    assert!(attribute(&page, ".numbers-painted", "d").ends_with("V100z"));
    assert!(page.text(".numbers-top").ends_with(" fps"));

    until("the rates to fall", || rate("Received") == 0.0 && rate("Painted") == 0.0).await;
    assert_eq!(figure(&page, "Bitrate"), "0.0 kB/s");
    assert_eq!((figure(&page, "Delay"), figure(&page, "To paint")), ("–".to_owned(), "–".to_owned()));
    until("the age to grow", || age_s(&figure(&page, "Last arrival")) >= Some(3)).await;
    assert!(line().ends_with("V100h10"), "the latest second is empty: {}", line());
    assert_eq!((count(|minute| &minute.received), count(|minute| &minute.painted)), (25, 25));
}

#[wasm_bindgen_test]
async fn the_delay_leaves_out_how_far_the_clocks_are_apart() {
    let page = connected().await;
    page.show(late(0, 0.0)).await;
    // Beyond the seconds of which the mean is told.
    wait_ms(2_100).await;
    open(&page).await;
    let delay = || number(&page, "Delay", "ms");
    for id in 1..=4 {
        page.show(late(id, 300.0)).await;
        wait_ms(50).await;
    }
    until("the delay to be told", || delay().is_some_and(|delay_ms| (250.0..400.0).contains(&delay_ms))).await;
    until("it to be left open", || figure(&page, "Delay") == "–").await;

    // These don't say when they were sent.
    for id in 5..=12 {
        page.show(row(id, &[1, 2, 3])).await;
        wait_ms(300).await;
    }
    let received = number(&page, "Received", "fps").unwrap();
    assert!(received > 0.0 && figure(&page, "Delay") == "–", "{received}, {}", figure(&page, "Delay"));
    assert!(number(&page, "To paint", "ms").is_some(), "{}", figure(&page, "To paint"));
}

#[wasm_bindgen_test]
async fn frames_that_wait_and_are_overtaken_are_dropped() {
    let page = connected().await;
    open(&page).await;
    // What comes before is in no whole second.
    until("the first whole second", || words(&page).starts_with("Frames a second in the last ")).await;
    let acknowledged = Rc::new(Cell::new(0));
    let acknowledge: Acknowledge = Rc::new({
        let acknowledged = Rc::clone(&acknowledged);
        move |_| acknowledged.set(acknowledged.get() + 1)
    });
    for id in 0..5 {
        for part in 0..4 {
            page.viewer.take(arrived(&late(id * 4 + part, 0.0)), Rc::clone(&acknowledge));
        }
        until("the four to be dealt with", || acknowledged.get() == 4 * (id + 1)).await;
        wait_ms(100).await;
    }
    let rate = |name| number(&page, name, "fps").unwrap_or(-1.0);
    until("drops to be told", || rate("Dropped") > 0.0 && rate("Painted") > 0.0).await;
    assert!(rate("Received") > rate("Painted"), "{} received, {} painted", rate("Received"), rate("Painted"));
    // Of each four, the first is decoded and the last waits.
    until("all of them to be counted", || figure(&page, "Dropped").contains("fps, 10 in ")).await;
    assert!(words(&page).ends_with(", 10 dropped in all"), "{}", words(&page));
}
