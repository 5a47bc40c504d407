//! What is shown, as a file.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::browser::download::{date_and_time, download};
use crate::browser::js_error::in_words;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::Store;
use crate::sync::Severity;
use crate::viewer::Viewer;
use crate::viewer::geometry::{Orientation, PixelRect};
use crate::viewer::image::file_name;

/// How long the browser may take to make it. What comes later is dropped: nobody expects it any more.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The type of a jpeg frame that is saved as it came.
const JPEG: &str = "image/jpeg";

/// Saves a part of what is shown, in the picture's own pixels, as a file named after the camera. The painter makes it: a page that
/// reads a canvas which a worker paints on waits for the worker, in Firefox for up to 10 s.
pub(super) fn save(viewer: Viewer, part: PixelRect, orientation: Orientation, detector: Option<String>, store: Store) {
    let finish = once(store, move |file| finish(store, &file?, orientation, detector.as_deref()));
    viewer.save(part, orientation, Box::new(move |file| finish(file.map_err(|why| why.into()))));
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

fn show(store: Store, severity: Severity, text: String) {
    store.show_notice(NoticeContent { topic: Topic::SavedPicture, severity, text, action: None });
}
