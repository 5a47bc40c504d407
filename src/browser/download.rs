//! Files that this page makes, for the person to keep.

use std::time::Duration;

use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Date};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the file stays in memory: a browser may ask where to put it first.
const KEPT: Duration = Duration::from_secs(60);

/// Saves a file.
///
/// # Errors
/// When the browser does not let this page.
pub fn download(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            if let Err(why) = Url::revoke_object_url(&url) {
                tracing::warn!("[Page] A saved file stays in memory: {why:?}");
            }
        },
        KEPT,
    );
    Ok(())
}

/// Saves a text as a file of this type.
///
/// # Errors
/// When the browser does not let this page.
pub fn download_text(text: &str, kind: &str, name: &str) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    download(&Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties)?, name)
}

/// Year, month, day, hour, minute and second where this person is.
#[must_use]
pub fn date_and_time() -> [u32; 6] {
    let now = Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    [year, month, day, now.get_hours(), now.get_minutes(), now.get_seconds()]
}
