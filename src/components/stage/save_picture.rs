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
use crate::viewer::geometry::{Axes, Orientation, PictureSize, PixelRect, Point};
use crate::viewer::image::file_name;
use crate::viewer::worker::CanvasReads;

/// How long the browser may take to make it. What comes later is dropped: nobody expects it any more.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The type of a jpeg frame that is saved as it came.
const JPEG: &str = "image/jpeg";

/// Saves a part of what is shown, in the picture's own pixels, as a file named after the camera: a PNG of the canvas or, where the
/// browser falsifies what is read from one, what the painter makes of the frame.
pub(super) fn save(viewer: Viewer, part: PixelRect, orientation: Orientation, detector: Option<String>, store: Store) {
    let finish = once(store, move |file| finish(store, &file?, orientation, detector.as_deref()));
    match viewer.canvas_reads().get_untracked() {
        CanvasReads::Falsified => {
            viewer.save(part, orientation, Box::new(move |file| finish(file.map_err(|why| why.into()))));
        }
        CanvasReads::Truly => {
            let Some(canvas) = viewer.canvas() else { return };
            let none = || "the browser made no file of it".into();
            let done = Closure::once_into_js({
                let finish = Rc::clone(&finish);
                move |file: Option<Blob>| finish(file.ok_or_else(none))
            });
            let copied = copy(&canvas, part, orientation).and_then(|copy| copy.to_blob(done.unchecked_ref()));
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

fn finish(store: Store, file: &Blob, orientation: Orientation, detector: Option<&str>) -> Result<(), JsValue> {
    let is_jpeg = file.type_() == JPEG;
    download(file, &file_name(detector, date_and_time(), if is_jpeg { "jpg" } else { "png" }))?;
    if is_jpeg {
        let text = "This browser falsifies what is read from a picture, so all of it was saved as the JPEG that came";
        let turned = if orientation == Orientation::default() { "." } else { ", neither turned nor mirrored." };
        show(store, Severity::Info, text.to_owned() + turned);
    }
    Ok(())
}

/// The picture goes on; what is saved is what was shown at the click, turned as it was.
fn copy(canvas: &HtmlCanvasElement, part: PixelRect, orientation: Orientation) -> Result<HtmlCanvasElement, JsValue> {
    let copy: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    copy.set_width(part.size.width_px);
    copy.set_height(part.size.height_px);
    let context: CanvasRenderingContext2d =
        copy.get_context("2d")?.ok_or("the browser has no 2d context left")?.unchecked_into();
    let picture = PictureSize { width_px: canvas.width(), height_px: canvas.height() };
    let corner = orientation.to_shown(picture, Point { x: 0.0, y: 0.0 });
    let Axes { a, b, c, d } = orientation.axes();
    let (right, down) = (corner.x - f64::from(part.left), corner.y - f64::from(part.top));
    // Each pixel of the one is one of the other.
    context.set_image_smoothing_enabled(false);
    context.set_transform(a.into(), b.into(), c.into(), d.into(), right, down)?;
    context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0)?;
    Ok(copy)
}

fn show(store: Store, severity: Severity, text: String) {
    store.show_notice(NoticeContent { topic: Topic::Picture, severity, text, action: None });
}
