//! The snap's panel, and what its tests do to it.

use leptos::prelude::{document, view};
use lockstep::components::LiveView;
use wasm_bindgen::JsCast;
use web_sys::{EventInit, HtmlCanvasElement, HtmlElement, HtmlImageElement, HtmlInputElement};

use crate::page::{Page, settle, until};

/// The request that starts a snap.
pub const START: &str = "GET /imswitch/api/RecordingController/startSnap?fileName=&saveFormat=1&returnPreview=true";
/// The question how far it is.
pub const STATUS: &str = "GET /imswitch/api/RecordingController/getSnapStatus?jobId=a1";
/// The request that ends it.
pub const CANCEL: &str = "GET /imswitch/api/RecordingController/cancelSnap?jobId=a1";
/// The answer to a start.
pub const PENDING: &str = r#"{"jobId":"a1","status":"pending","elapsedMs":8,"expectedDurationMs":1500.0,"progress":0.0056,"detectors":["W"]}"#;
/// Where its course is told.
pub const WORDS: &str = ".snap-words";

/// A page whose snap panel is open.
pub async fn opened() -> Page {
    let page = Page::mount(|| view! { <LiveView/> });
    settle().await;
    toggle(&page).await;
    page
}

/// One whose job runs.
pub async fn running() -> Page {
    let page = opened().await;
    take(&page).await;
    page.backend.reply(START, PENDING);
    page.until(WORDS, "Taking the picture…").await;
    page
}

/// Opens or closes the panel.
pub async fn toggle(page: &Page) {
    page.click("Snap");
    settle().await;
}

pub fn button(page: &Page, kind: &str) -> HtmlElement {
    page.find(&format!(".snap-form button[type={kind}]")).unchecked_into()
}

/// Takes a snap, and waits until it is asked for.
pub async fn take(page: &Page) {
    button(page, "submit").click();
    page.asked(START, 1).await;
}

/// Can the button be pressed, as those are told who can't see it?
pub fn is_offered(page: &Page, kind: &str) -> bool {
    !button(page, kind).has_attribute("aria-disabled")
}

pub fn going(status: &str, progress: &str) -> String {
    format!(r#"{{"jobId":"a1","status":"{status}","expectedDurationMs":1500.0,"progress":{progress}}}"#)
}

pub fn done(path: &str, preview: &str) -> String {
    format!(
        r#"{{"jobId":"a1","status":"done","progress":1.0,"result":{{"relativeFilePath":"{path}","previewImage":"{preview}"}}}}"#
    )
}

/// The request for a part of a file.
pub fn file(path: &str) -> String {
    format!("GET /imswitch/api/FileManager/download/{path}")
}

/// The file is asked for, and is there.
pub async fn is_there(page: &Page, path: &str) {
    page.asked(&file(path), 1).await;
    page.backend.reply_with_header(&file(path), 206, ("content-range", "bytes 0-0/1400000"));
}

/// A PNG of the browser's own.
pub fn png() -> String {
    let canvas: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(6);
    canvas.set_height(4);
    canvas.to_data_url().unwrap()
}

pub fn write(page: &Page, text: &str) {
    let field: HtmlInputElement = page.find(".snap-form input").unchecked_into();
    field.set_value(text);
    input(&field);
}

pub fn input(field: &HtmlElement) {
    let init = EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
}

pub fn has_focus(element: &HtmlElement) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(element)))
}

pub async fn page_shows_preview(page: &Page) {
    until("the preview to be shown", || {
        let image: HtmlImageElement = page.find(".snap img").unchecked_into();
        image.complete() && !image.hidden() && image.natural_width() == 6
    })
    .await;
}
