//! Letters, as the browser knows them.

use js_sys::JsString;

/// The text in small letters, to compare it with another whose letters may be larger. Rust's own tables for that would
/// be a part of the program that is loaded.
#[must_use]
pub fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
