//! The lights' panel, and the way to darkness.

use std::cell::RefCell;
use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

use crate::backend::STATUS;
use crate::page::{Page, settle, until, wait_ms};

const LASER: &str = "GET /imswitch/api/LaserController/";
const SET_VALUE: &str = "GET /imswitch/api/LaserController/setLaserValue?laserName=LED&value=500";

/// The lights of a backend that answers at once: whether each is on, and its value.
struct Lights(RefCell<BTreeMap<&'static str, (bool, f64)>>);

impl Lights {
    fn new(lights: &[(&'static str, bool, f64)]) -> Self {
        Self(RefCell::new(lights.iter().map(|(name, on, value)| (*name, (*on, *value))).collect()))
    }

    /// What the backend answers to a request about lights.
    fn answer(&self, line: &str) -> Option<String> {
        let (call, query) = line.strip_prefix(LASER)?.split_once('?').unwrap_or((line.strip_prefix(LASER)?, ""));
        let parameter = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
        };
        let mut lights = self.0.borrow_mut();
        if call == "getLaserNames" {
            let names: Vec<String> = lights.keys().map(|name| format!("\"{name}\"")).collect();
            return Some(format!("[{}]", names.join(",")));
        }
        let name = parameter("laserName")?;
        let (on, value) = lights.get_mut(name.as_str())?;
        match call {
            "getLaserActive" => Some(on.to_string()),
            "getLaserValue" => Some(value.to_string()),
            "getLaserValueRanges" => Some("[0,32767]".to_owned()),
            "setLaserActive" => {
                *on = parameter("active")? == "true";
                Some("null".to_owned())
            }
            "setLaserValue" => {
                *value = parameter("value")?.parse().ok()?;
                Some("null".to_owned())
            }
            _ => None,
        }
    }

    async fn serve_until(&self, page: &Page, what: &str, condition: impl Fn(&Page) -> bool) {
        page.serve_until(what, |line| self.answer(line), condition).await;
    }
}

/// A page with the panel open, and all of it answered.
async fn open(lights: &Lights) -> Page {
    let page = Page::synced(false).await;
    page.open_panel("Lights");
    lights.serve_until(&page, "the first light", |page| page.count(".light input[type=range]") > 0).await;
    lights
        .serve_until(&page, "all is known", |page| {
            let rows = page.root().query_selector_all(".light-state[data-verified=true]").unwrap().length();
            rows == page.count(".light")
        })
        .await;
    page
}

fn field(page: &Page) -> HtmlInputElement {
    page.find(".light[data-name=LED] input[inputmode]").unchecked_into()
}

fn slider(page: &Page) -> HtmlInputElement {
    page.find(".light[data-name=LED] input[type=range]").unchecked_into()
}

fn send(element: &HtmlElement, kind: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    element.dispatch_event(&Event::new_with_event_init_dict(kind, &init).unwrap()).unwrap();
}

fn type_into(page: &Page, text: &str) {
    field(page).set_value(text);
    send(&field(page), "input");
}

fn sets(page: &Page) -> Vec<String> {
    page.backend.requests().into_iter().filter(|line| line.contains("/setLaser")).collect()
}

#[wasm_bindgen_test]
async fn what_is_typed_is_sent_when_done_and_what_it_is_still_stands_beside_it() {
    let lights = Lights::new(&[("LED", false, 100.0)]);
    let page = open(&lights).await;
    assert_eq!(field(&page).value(), "100");
    type_into(&page, "5");
    type_into(&page, "500");
    wait_ms(100).await;
    assert_eq!(sets(&page), [""; 0]);
    send(&field(&page), "change");
    page.asked(SET_VALUE, 1).await;
    assert_eq!((field(&page).value().as_str(), page.text(".light .value-note").as_str()), ("500", "still 100"));
    lights.serve_until(&page, "it is confirmed", |page| page.text(".light .value-note").is_empty()).await;
    assert_eq!(field(&page).value(), "500");
    assert_eq!(sets(&page), [SET_VALUE]);
}

#[wasm_bindgen_test]
async fn what_is_no_value_stays_to_be_corrected_and_is_not_sent() {
    let lights = Lights::new(&[("LED", false, 100.0)]);
    let page = open(&lights).await;
    for text in ["", "NaN", "32768", "-1", "1e3"] {
        type_into(&page, text);
        send(&field(&page), "change");
        settle().await;
        send(&field(&page), "blur");
        settle().await;
        assert_eq!(page.text(".light .value-note"), "Value takes a number, 0 to 32767. Nothing was sent.", "{text}");
        assert_eq!((field(&page).value().as_str(), field(&page).has_attribute("aria-invalid")), (text, true));
    }
    let init = KeyboardEventInit::new();
    init.set_key("Escape");
    init.set_bubbles(true);
    field(&page).dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()).unwrap();
    settle().await;
    assert_eq!((field(&page).value().as_str(), page.text(".light .value-note").as_str()), ("100", ""));
    assert_eq!(sets(&page), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_slider_that_is_dragged_sends_five_a_second_at_most_and_the_last() {
    let lights = Lights::new(&[("LED", false, 100.0)]);
    let page = open(&lights).await;
    for position in 1..=40 {
        slider(&page).set_value(&position.to_string());
        send(&slider(&page), "input");
        wait_ms(15).await;
        assert_eq!(slider(&page).value(), position.to_string(), "it stays where it is held");
    }
    send(&slider(&page), "change");
    // Of 32,767 in a thousand steps, in tens.
    lights.serve_until(&page, "the last is confirmed", |page| field(page).value() == "1310").await;
    lights
        .serve_until(&page, "the last was sent", |page| sets(page).last().is_some_and(|it| it.ends_with("value=1310")))
        .await;
    assert!(sets(&page).len() <= 8, "{:?}", sets(&page));
}

#[wasm_bindgen_test]
async fn a_panel_that_is_closed_sends_what_waits() {
    let lights = Lights::new(&[("LED", false, 0.0)]);
    let page = open(&lights).await;
    for position in ["10", "20"] {
        slider(&page).set_value(position);
        send(&slider(&page), "input");
    }
    send(&slider(&page), "change");
    page.open_panel("Lights");
    lights
        .serve_until(&page, "the last was sent", |page| sets(page).last().is_some_and(|it| it.ends_with("value=660")))
        .await;
}

#[wasm_bindgen_test]
async fn all_off_is_there_while_any_light_is_on_and_switches_those_off() {
    let lights = Lights::new(&[("LASER", false, 0.0), ("LED", true, 100.0)]);
    let page = Page::synced(false).await;
    lights.serve_until(&page, "it can be switched off", |page| page.count(".lights-off") == 1).await;
    assert_eq!(page.count(".panel"), 0);
    page.find(".lights-off").unchecked_into::<HtmlElement>().click();
    lights.serve_until(&page, "it is off", |page| page.count(".lights-off") == 0).await;
    assert_eq!(sets(&page), ["GET /imswitch/api/LaserController/setLaserActive?laserName=LED&active=false"]);
}

#[wasm_bindgen_test]
async fn all_off_says_when_nothing_can_be_switched_off() {
    let lights = Lights::new(&[("LED", true, 100.0)]);
    let page = Page::synced(false).await;
    lights.serve_until(&page, "it can be switched off", |page| page.count(".lights-off") == 1).await;
    let is_refused = || page.find(".lights-off").get_attribute("aria-disabled").as_deref() == Some("true");
    assert!(!is_refused());
    page.backend.drop_socket();
    settle().await;
    page.backend.lose(STATUS);
    until("it says so", is_refused).await;
    assert_eq!(page.find(".lights-off").get_attribute("title").as_deref(), Some("The lights can’t be reached now"));
    page.find(".lights-off").unchecked_into::<HtmlElement>().click();
    settle().await;
    assert!(sets(&page).is_empty());
}

#[wasm_bindgen_test]
async fn a_switch_says_what_it_does_until_the_backend_has_done_it() {
    let lights = Lights::new(&[("LED", false, 100.0)]);
    let page = open(&lights).await;
    let switch = || page.find(".light-switch");
    assert_eq!(switch().get_attribute("aria-checked").as_deref(), Some("false"));
    switch().unchecked_into::<HtmlElement>().click();
    until("it says so", || page.text(".light-state") == "Switching on…").await;
    assert_eq!(switch().get_attribute("aria-busy").as_deref(), Some("true"));
    lights.serve_until(&page, "it is on", |page| page.text(".light-state") == "On").await;
    assert_eq!(switch().get_attribute("aria-checked").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn names_are_text_and_hide_nothing() {
    let lights = Lights::new(&[("<b>LED</b>\u{202e}", false, 0.0), ("LED", false, 0.0)]);
    let page = Page::synced(false).await;
    page.open_panel("Lights");
    lights.serve_until(&page, "both are listed", |page| page.count(".light") == 2).await;
    assert_eq!(page.count(".light b"), 0);
    assert_eq!(page.text(".light-name"), "<b>LED</b>‹U+202E›");
}

#[wasm_bindgen_test]
async fn a_backend_without_lights_is_told_in_the_panel_alone() {
    let page = Page::synced(false).await;
    let names = format!("{LASER}getLaserNames");
    page.asked(&names, 1).await;
    page.backend.reply_with(&names, 404, r#"{"detail":"Not Found"}"#);
    page.open_panel("Lights");
    settle().await;
    page.until(".lights-note", "This backend has no lights that can be set from here").await;
    assert_eq!((page.count(".lights-off"), page.count(".notice")), (0, 0));
}

#[wasm_bindgen_test]
async fn the_lights_are_listed_once_for_each_connection() {
    let names = format!("{LASER}getLaserNames");
    let lights = Lights::new(&[("LED", false, 100.0)]);
    let page = open(&lights).await;
    assert_eq!(page.backend.count(&names), 1);
    for connection in 2..=3 {
        let sockets = page.backend.sockets();
        page.backend.drop_socket();
        let all = |line: &str| if line == STATUS { Some("false".to_owned()) } else { lights.answer(line) };
        page.serve_until("a reconnect", all, |page| page.backend.sockets() > sockets).await;
        page.backend.connect().await;
        page.serve_until("the list", all, |page| page.backend.count(&names) >= connection).await;
        let asked = page.backend.count(STATUS);
        page.serve_until("the next poll", all, |page| page.backend.count(STATUS) > asked).await;
        assert_eq!(page.backend.count(&names), connection);
    }
}
