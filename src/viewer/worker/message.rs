//! The values of a message between page and worker: a JavaScript array.

use wasm_bindgen::JsValue;
use web_sys::js_sys::Array;

use crate::viewer::status::FrameSeq;

/// A message of these values.
pub(super) fn array(values: &[&JsValue]) -> Array {
    values.iter().collect()
}

/// A whole number of a message.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(message: &Array, at: u32) -> Option<u32> {
    // Written from a `u32`, of which JavaScript's numbers have every one.
    message.get(at).as_f64().map(|number| number as u32)
}

/// A whole number of 16 bits of a message.
pub(super) fn small(message: &Array, at: u32) -> Option<u16> {
    whole(message, at).and_then(|number| u16::try_from(number).ok())
}

/// As JavaScript's numbers have it: exactly, for more frames than ever come.
#[allow(clippy::cast_precision_loss)]
pub(super) fn number(FrameSeq(seq): FrameSeq) -> JsValue {
    (seq as f64).into()
}

/// The serial of a message, which stands first.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn seq(message: &Array) -> Option<FrameSeq> {
    message.get(1).as_f64().map(|seq| FrameSeq(seq as u64))
}
