//! What is shown, as a file.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{GetUntracked, document, set_timeout};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

use crate::browser::download::{date_and_time, download};
use crate::browser::js_error::in_words;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::Store;
use crate::sync::Severity;
use crate::viewer::Viewer;
use crate::viewer::geometry::PixelRect;
use crate::viewer::image::file_name;
use crate::viewer::worker::CanvasReads;

/// How long the browser may take to make it. What comes later is dropped: nobody expects it any more.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The type of a jpeg frame that is saved as it came.
const JPEG: &str = "image/jpeg";

/// Saves a part of the picture, in its own pixels, as a file named after the camera: a PNG of the canvas or, where the
/// browser falsifies what is read from one, what the painter makes of the frame.
pub(super) fn save(viewer: Viewer, part: PixelRect, detector: Option<String>, store: Store) {
    let finish = once(store, move |file| finish(store, &file?, detector.as_deref()));
    match viewer.canvas_reads().get_untracked() {
        CanvasReads::Falsified => {
            viewer.save(part, Box::new(move |file| finish(file.map_err(|why| why.into()))));
        }
        CanvasReads::Truly => {
            let Some(canvas) = viewer.canvas() else { return };
            let none = || "the browser made no file of it".into();
            let done = Closure::once_into_js({
                let finish = Rc::clone(&finish);
                move |file: Option<Blob>| finish(file.ok_or_else(none))
            });
            let copied = copy(&canvas, part).and_then(|copy| copy.to_blob(done.unchecked_ref()));
            if let Err(why) = copied {
                finish(Err(why));
            }
        }
    }
}

/// Hears of the file, or why there is none.
type OnFile = Rc<dyn Fn(Result<Blob, JsValue>)>;

/// What hears of the file once: when it is there, when it can't be made, or when that took too long.
fn once(store: Store, act: impl FnOnce(Result<Blob, JsValue>) -> Result<(), JsValue> + 'static) -> OnFile {
    let act = Cell::new(Some(act));
    let finish: OnFile = Rc::new(move |file| {
        if let Some(Err(why)) = act.take().map(|act| act(file)) {
            show(store, Severity::Error, format!("The picture could not be saved: {}.", in_words(&why)));
        }
    });
    let late = Rc::clone(&finish);
    let why = format!("the browser made no file within {} s", TIMEOUT.as_secs());
    set_timeout(move || late(Err(why.into())), TIMEOUT);
    finish
}

fn finish(store: Store, file: &Blob, detector: Option<&str>) -> Result<(), JsValue> {
    let is_jpeg = file.type_() == JPEG;
    download(file, &file_name(detector, date_and_time(), if is_jpeg { "jpg" } else { "png" }))?;
    if is_jpeg {
        let text = "This browser falsifies what is read from a picture, so all of it was saved as the JPEG that came.";
        show(store, Severity::Info, text.to_owned());
    }
    Ok(())
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

fn show(store: Store, severity: Severity, text: String) {
    store.show_notice(NoticeContent { topic: Topic::Picture, severity, text, action: None });
}
