//! Promises of the browser's that may never settle.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Promise};

/// What a promise comes to, or an error when it has come to nothing within the limit.
///
/// # Errors
/// Where it is rejected, or does not settle in time.
pub async fn within_ms(limit_ms: u32, promise: &Promise) -> Result<JsValue, JsValue> {
    let mut limit = None;
    let over = Promise::new(&mut |_, reject| {
        limit = Some(Timeout::new(limit_ms, move || {
            // Rejecting a promise calls no code of ours and does not fail.
            drop(reject.call1(&JsValue::NULL, &"the browser does not answer".into()));
        }));
    });
    // The limit goes with this future: nothing is left waiting for a promise that has settled.
    let first = JsFuture::from(Promise::race(&Array::of2(promise, &over))).await;
    drop(limit);
    first
}
