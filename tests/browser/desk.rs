//! The live view with the page's real styles, and what a person does to it.

use js_sys::Reflect;
use leptos::prelude::document;
use lockstep::sync::StreamState;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventInit, HtmlButtonElement, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit,
    PointerEvent, PointerEventInit, WheelEvent, WheelEventInit,
};

use crate::canvas::{GREEN, canvas};
use crate::frames::SIZE;
use crate::live_page::LivePage;
use crate::page::until;

/// The stage is 400 × 300 CSS pixels within its border, so that 64 × 48 pixels fill it, each 6.25 wide, however large the
/// window of the tests is.
const STAGE: &str = "
    .live-view { position: fixed; inset: 0 auto auto 0; width: 500px; padding: 10px; }
    .live-view .live-view-stage.live-view-stage { flex: none; width: 402px; height: 302px; min-height: 0; }
";
/// CSS pixels in a picture pixel then.
pub const FIT_SCALE: f64 = 6.25;

/// A page with the real styles and a picture.
pub struct Desk {
    pub page: LivePage,
    style: Element,
}

impl Desk {
    pub async fn new() -> Self {
        let desk = Self::without_picture().await;
        desk.page.connect(StreamState::Running);
        desk.page.paint(0, GREEN).await;
        until("the size to be known", || desk.says("Zoom", "625 %")).await;
        desk
    }

    pub async fn without_picture() -> Self {
        let style = document().create_element("style").unwrap();
        let files = [
            include_str!("../../style/base.css"),
            include_str!("../../style/stage.css"),
            include_str!("../../style/live-view.css"),
            include_str!("../../style/bar.css"),
            include_str!("../../style/status.css"),
            include_str!("../../style/forms.css"),
            include_str!("../../style/notices.css"),
            include_str!("../../style/panels.css"),
            include_str!("../../style/values.css"),
            include_str!("../../style/plots.css"),
            STAGE,
        ];
        style.set_text_content(Some(&files.concat()));
        document().head().unwrap().append_child(&style).unwrap();
        Self { page: LivePage::new().await, style }
    }

    pub fn find(&self, selector: &str) -> Element {
        self.page.place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector} on the page"))
    }

    pub fn stage(&self) -> HtmlElement {
        self.find(".live-view-stage").unchecked_into()
    }

    pub fn button(&self, name: &str) -> HtmlButtonElement {
        self.find(&format!("button[aria-label='{name}']")).unchecked_into()
    }

    /// A point of the stage as one of the window.
    pub fn client(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let area = self.stage().get_bounding_client_rect();
        ((area.left() + 1.0 + x).round() as i32, (area.top() + 1.0 + y).round() as i32)
    }

    /// Where the browser has the picture: the picture's point at a point of the stage, and CSS pixels in a picture pixel.
    pub fn shown(&self, at: (f64, f64)) -> ((f64, f64), f64) {
        let (x, y) = self.client(at);
        // The picture is as large as fits into the canvas's box, in its middle.
        let area = canvas(&self.page.place).get_bounding_client_rect();
        let (columns, rows) = (f64::from(SIZE.width_px), f64::from(SIZE.height_px));
        let scale = (area.width() / columns).min(area.height() / rows);
        let (middle_x, middle_y) = (area.left() + area.width() / 2.0, area.top() + area.height() / 2.0);
        let point = ((f64::from(x) - middle_x) / scale + columns / 2.0, (f64::from(y) - middle_y) / scale + rows / 2.0);
        (point, scale)
    }

    /// Waits until the browser has the picture so.
    pub async fn until_shows(&self, at: (f64, f64), point: (f64, f64), scale: f64) {
        let what = format!("{point:?} to be at {at:?}, {scale} wide");
        until(&what, || {
            let ((x, y), is) = self.shown(at);
            (x - point.0).abs() < 0.02 && (y - point.1).abs() < 0.02 && (is / scale - 1.0).abs() < 1e-3
        })
        .await;
    }

    pub fn dispatch(&self, event: &Event) {
        self.stage().dispatch_event(event).unwrap();
    }

    pub fn turn(&self, at: (f64, f64), delta_px: f64) -> WheelEvent {
        let init = WheelEventInit::new();
        let (x, y) = self.client(at);
        init.set_client_x(x);
        init.set_client_y(y);
        init.set_delta_y(delta_px);
        init.set_cancelable(true);
        let event = WheelEvent::new_with_event_init_dict("wheel", &init).unwrap();
        self.dispatch(&event);
        event
    }

    pub fn pointer(&self, kind: &str, id: i32, (x, y): (f64, f64)) {
        let init = PointerEventInit::new();
        let area = self.stage().get_bounding_client_rect();
        init.set_pointer_id(id);
        // Not in whole pixels, as on fine screens.
        for (name, at) in [("clientX", area.left() + 1.0 + x), ("clientY", area.top() + 1.0 + y)] {
            Reflect::set(&init, &name.into(), &at.into()).unwrap();
        }
        init.set_pointer_type("mouse");
        self.dispatch(&PointerEvent::new_with_event_init_dict(kind, &init).unwrap());
    }

    /// Two fingers on a touchpad, as Safari tells of them.
    pub fn spread(&self, kind: &str, at: (f64, f64), scale: f64) -> Event {
        let init = EventInit::new();
        init.set_cancelable(true);
        let event = Event::new_with_event_init_dict(kind, &init).unwrap();
        let (x, y) = self.client(at);
        for (name, value) in [("clientX", x.into()), ("clientY", y.into()), ("scale", scale)] {
            Reflect::set(&event, &name.into(), &value.into()).unwrap();
        }
        self.dispatch(&event);
        event
    }

    pub fn press(&self, key: &str) {
        self.press_with(key, |_| {});
    }

    pub fn press_with(&self, key: &str, set: impl FnOnce(&KeyboardEventInit)) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        set(&init);
        self.dispatch(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap());
    }

    /// Does the readout say this of that?
    pub fn says(&self, what: &str, words: &str) -> bool {
        let terms = self.page.place.query_selector_all(".readout dt").unwrap();
        (0..terms.length()).filter_map(|index| terms.item(index)).any(|term| {
            term.text_content().as_deref() == Some(what)
                && term.next_sibling().and_then(|value| value.text_content()).as_deref() == Some(words)
        })
    }

    pub async fn until_says(&self, what: &str, words: &str) {
        until(&format!("{what} to be {words}"), || self.says(what, words)).await;
    }

    pub fn slide(&self, name: &str, to: &str) -> HtmlInputElement {
        let input: HtmlInputElement = self.find(name).unchecked_into();
        input.set_value(to);
        let init = EventInit::new();
        init.set_bubbles(true);
        input.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
        input
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.style.remove();
    }
}
