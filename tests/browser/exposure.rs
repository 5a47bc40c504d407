//! Exposure and gain in the camera's panel.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};

use crate::page::{Page, settle};

const API: &str = "GET /imswitch/api/";
const SET_LONG: &str = "GET /imswitch/api/SettingsController/setDetectorExposureTime?detectorName=A&exposureTime=2500";

/// A camera that answers at once.
struct Camera {
    exposure_ms: Cell<f64>,
    is_auto: Cell<bool>,
    /// Does it do what it accepts?
    obeys: Cell<bool>,
}

impl Camera {
    fn new() -> Self {
        Self { exposure_ms: Cell::new(10.0), is_auto: Cell::new(false), obeys: Cell::new(true) }
    }

    fn answer(&self, line: &str) -> Option<String> {
        let call = line.strip_prefix(API)?;
        let is = |name: &str| call.contains(name);
        if is("getDetectorNames") {
            return Some(r#"["A"]"#.to_owned());
        }
        if is("getLongExposureInfo") {
            return Some(format!(r#"{{"exposureMs":{},"thresholdMs":2000.0}}"#, self.exposure_ms.get()));
        }
        // Before the cameras are listed, the backend's current one is asked for.
        if call.ends_with("getDetectorParameters") {
            let mode = if self.is_auto.get() { "auto" } else { "manual" };
            let exposure_ms = self.exposure_ms.get();
            return Some(format!(
                r#"{{"exposure":{exposure_ms},"gain":0,"mode":"{mode}","exposureMin":0.05,"exposureMax":10000}}"#
            ));
        }
        if is("getDetectorParameterTree") {
            let mode = if self.is_auto.get() { "Auto" } else { "Manual" };
            return Some(format!(
                r#"{{"groups":[{{"parameters":[
                    {{"name":"exposure","value":{},"units":"ms","min":0.05,"max":10000,"editable":true}},
                    {{"name":"gain","value":0,"units":"arb.u.","min":null,"max":null,"editable":true}},
                    {{"name":"exposure_mode","value":"{mode}"}}]}}]}}"#,
                self.exposure_ms.get()
            ));
        }
        if let Some((_, value)) = call.split_once("exposureTime=") {
            if self.obeys.get() {
                self.exposure_ms.set(value.parse().ok()?);
            }
            return Some("null".to_owned());
        }
        if let Some((_, value)) = call.split_once("isAuto=") {
            self.is_auto.set(value == "true");
            return Some("null".to_owned());
        }
        None
    }

    async fn serve_until(&self, page: &Page, what: &str, condition: impl Fn(&Page) -> bool) {
        page.serve_until(what, |line| self.answer(line), condition).await;
    }
}

async fn open(camera: &Camera, active: bool) -> Page {
    let page = Page::synced(active).await;
    page.open_panel("Camera");
    camera.serve_until(&page, "the exposure", |page| page.count(FIELD) == 1 && field(page).value() == "10").await;
    page
}

const FIELD: &str = ".camera-settings input[aria-label=Exposure]";

fn field(page: &Page) -> HtmlInputElement {
    page.find(FIELD).unchecked_into()
}

fn set(page: &Page, text: &str) {
    field(page).set_value(text);
    for kind in ["input", "change"] {
        let init = EventInit::new();
        init.set_bubbles(true);
        field(page).dispatch_event(&Event::new_with_event_init_dict(kind, &init).unwrap()).unwrap();
    }
}

fn press(page: &Page, words: &str) {
    let buttons = page.root().query_selector_all(".camera-settings button").unwrap();
    let buttons = (0..buttons.length()).filter_map(|index| buttons.item(index));
    let button = buttons.into_iter().find(|it| it.text_content().is_some_and(|text| text.trim() == words));
    button.unwrap_or_else(|| panic!("no {words}")).unchecked_into::<HtmlElement>().click();
}

#[wasm_bindgen_test]
async fn one_that_stops_the_stream_is_asked_about_before_it_is_sent() {
    let camera = Camera::new();
    let page = open(&camera, true).await;
    let question = || !page.find(".exposure-question").has_attribute("hidden");
    set(&page, "2500");
    settle().await;
    assert!(question());
    assert_eq!(page.backend.count(SET_LONG), 0);
    assert!(
        page.text(".exposure-question").starts_with("2500 ms stops the stream: the backend streams up to 2000 ms.")
    );
    press(&page, "Leave it");
    settle().await;
    assert_eq!((question(), field(&page).value().as_str()), (false, "10"));

    set(&page, "2500");
    settle().await;
    press(&page, "Set it, and stop the stream");
    page.asked(SET_LONG, 1).await;
    assert!(!question());
    camera.serve_until(&page, "it is confirmed", |page| page.text(".exposure .value-note").is_empty()).await;
    assert_eq!((field(&page).value().as_str(), page.backend.count(SET_LONG)), ("2500", 1));
}

#[wasm_bindgen_test]
async fn while_nothing_streams_it_is_sent_at_once() {
    let camera = Camera::new();
    let page = open(&camera, false).await;
    set(&page, "2500");
    page.asked(SET_LONG, 1).await;
    camera.serve_until(&page, "it is confirmed", |page| page.text(".exposure .value-note").is_empty()).await;
}

#[wasm_bindgen_test]
async fn what_is_accepted_and_not_done_is_shown_as_it_is() {
    let camera = Camera::new();
    let page = open(&camera, false).await;
    camera.obeys.set(false);
    set(&page, "2500");
    page.asked(SET_LONG, 1).await;
    assert_eq!(page.text(".exposure .value-note"), "still 10 ms");
    camera.serve_until(&page, "it is shown as it is", |page| field(page).value() == "10").await;
    page.until(".notices", "2500").await;
}

#[wasm_bindgen_test]
async fn the_camera_chooses_its_exposure_where_it_can() {
    let camera = Camera::new();
    let page = open(&camera, false).await;
    let pressed = || page.find("[aria-label='Auto exposure']").get_attribute("aria-pressed");
    assert_eq!(pressed().as_deref(), Some("false"));
    press(&page, "Auto");
    camera.serve_until(&page, "it does", |_| camera.is_auto.get() && pressed().as_deref() == Some("true")).await;
}
