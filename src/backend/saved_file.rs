//! Files that the backend has saved: where they are, and whether they are there.

use gloo_net::http::{RequestBuilder, Response};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, RequestCache};

use super::Address;
use super::rest::{check_answer, encoded, make_unique, not_sent};
use crate::control::saved_file::FileAnswer;
use crate::sync::RequestError;
use crate::wire::{FilePath, file_size_bytes};

/// The URL of a saved file.
#[must_use]
pub fn file_url(address: &Address, path: &FilePath) -> String {
    let mut url = address.rest("FileManager/download");
    for segment in path.segments() {
        url.push('/');
        url.push_str(&encoded(segment));
    }
    url
}

/// Can this file be fetched? Its first byte is asked for, because the backend does not answer HEAD.
///
/// # Errors
/// When no answer came, or none that says so.
pub async fn saved_file(address: &Address, path: &FilePath, signal: &AbortSignal) -> Result<FileAnswer, RequestError> {
    let mut url = file_url(address, path);
    make_unique(&mut url);
    let request =
        RequestBuilder::new(&url).header("range", "bytes=0-0").cache(RequestCache::NoStore).abort_signal(Some(signal));
    let response = request.send().await.map_err(not_sent)?;
    leave_body(&response);
    match response.status() {
        404 => return Ok(FileAnswer::Missing),
        // There is no first byte.
        416 => return Ok(FileAnswer::Empty),
        _ => check_answer(&response)?,
    }
    // From another origin, browsers don't let us read it.
    let size_bytes = response.headers().get("content-range").and_then(|range| file_size_bytes(&range));
    Ok(FileAnswer::Found { size_bytes })
}

/// Reads nothing more: an older server sends the whole file.
fn leave_body(response: &Response) {
    if let Some(body) = response.body() {
        let cancelled = JsFuture::from(body.cancel());
        spawn_local(async move { drop(cancelled.await) });
    }
}
