//! What is shown, as a PNG file.

use std::time::Duration;

use leptos::prelude::{document, set_timeout};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Date;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

use crate::browser::js_error::in_words;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::Store;
use crate::sync::Severity;
use crate::viewer::geometry::PixelRect;
use crate::viewer::image::file_name;

/// How long the file stays in memory: a browser may ask where to put it first.
const KEPT: Duration = Duration::from_secs(60);

/// Saves a part of the canvas, in the picture's own pixels, as a file named after the camera.
pub(super) fn save(canvas: &HtmlCanvasElement, part: PixelRect, detector: Option<&str>, store: Store) {
    let name = file_name(detector, date_and_time());
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        let saved = blob.ok_or_else(|| "the browser made no file of it".into()).and_then(|blob| download(&blob, &name));
        if let Err(why) = saved {
            show_failure(store, &why);
        }
    });
    let copied = copy(canvas, part).and_then(|copy| copy.to_blob(done.unchecked_ref()));
    if let Err(why) = copied {
        show_failure(store, &why);
    }
}

/// The picture goes on; what is saved is what was shown at the click.
fn copy(canvas: &HtmlCanvasElement, part: PixelRect) -> Result<HtmlCanvasElement, JsValue> {
    let copy: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    copy.set_width(part.size.width_px);
    copy.set_height(part.size.height_px);
    let context: CanvasRenderingContext2d =
        copy.get_context("2d")?.ok_or("the browser has no 2d context left")?.unchecked_into();
    context.draw_image_with_html_canvas_element(canvas, -f64::from(part.left), -f64::from(part.top))?;
    Ok(copy)
}

fn download(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            if let Err(why) = Url::revoke_object_url(&url) {
                tracing::warn!("[LiveView] A saved picture stays in memory: {why:?}");
            }
        },
        KEPT,
    );
    Ok(())
}

fn show_failure(store: Store, why: &JsValue) {
    let text = format!("The picture could not be saved: {}.", in_words(why));
    store.show_notice(NoticeContent { topic: Topic::Picture, severity: Severity::Error, text, action: None });
}

/// Year, month, day, hour, minute and second where this person is.
fn date_and_time() -> [u32; 6] {
    let now = Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    [year, month, day, now.get_hours(), now.get_minutes(), now.get_seconds()]
}
