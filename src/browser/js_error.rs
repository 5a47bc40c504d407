//! What the browser says about an error.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Error;

/// An error as people read it: its kind and its message. (Written with `{:?}` it has the way to where it happened as well,
/// which is for the console.)
#[must_use]
pub fn in_words(why: &JsValue) -> String {
    let error = why.dyn_ref::<Error>().map(|error| String::from(error.to_string()));
    error.or_else(|| why.as_string()).unwrap_or_else(|| format!("{why:?}"))
}
