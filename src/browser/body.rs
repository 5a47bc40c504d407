//! Reading an answer's body without trusting its size.

use gloo_net::http::Response;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ReadableStreamDefaultReader;

use super::js_error::in_words;
use crate::sync::RequestError;

/// The body as text, given up as soon as it is longer than this.
///
/// # Errors
/// When it breaks off, is too long, or is no text.
pub async fn read_text(response: &Response, max_bytes: usize) -> Result<String, RequestError> {
    let Some(stream) = response.body() else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|error| network(&error))?;
        let value = Reflect::get(&chunk, &"value".into()).unwrap_or_default();
        let Some(part) = value.dyn_ref::<Uint8Array>() else {
            break; // `done`: there is no value any more.
        };
        if bytes.len() + part.length() as usize > max_bytes {
            // Whether it is cancelled or refuses, the answer is useless.
            let cancelled = JsFuture::from(reader.cancel());
            spawn_local(async move { drop(cancelled.await) });
            return Err(RequestError::NotUnderstood(format!("longer than {max_bytes} bytes")));
        }
        bytes.extend_from_slice(&part.to_vec());
    }
    String::from_utf8(bytes).map_err(|_| RequestError::NotUnderstood("not UTF-8".into()))
}

/// The browser's words for a failed request.
fn network(error: &JsValue) -> RequestError {
    RequestError::Network(in_words(error))
}
