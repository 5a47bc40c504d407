//! What the backend says about a stream that its frames do not.

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{encoded, fetch, not_understood};
use crate::sync::RequestError;
use crate::wire::{self, Exposure, StreamParameters};

/// What streams are made with.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn stream_parameters(address: &Address, signal: &AbortSignal) -> Result<StreamParameters, RequestError> {
    let body = fetch(address, Method::GET, "LiveViewController/getStreamParameters", signal).await?;
    wire::stream_parameters(&body).map_err(not_understood)
}

/// How long a camera exposes a frame, and from where on that is too long for a stream; the backend's first camera where none
/// is named.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn exposure(
    address: &Address,
    detector: Option<&str>,
    signal: &AbortSignal,
) -> Result<Exposure, RequestError> {
    let query = detector.map(|name| format!("?detectorName={}", encoded(name))).unwrap_or_default();
    let call = format!("LiveViewController/getLongExposureInfo{query}");
    let body = fetch(address, Method::GET, &call, signal).await?;
    wire::exposure(&body).map_err(not_understood)
}
