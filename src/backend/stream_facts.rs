//! What the backend says about a stream that its frames do not.

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{fetch, not_understood};
use crate::sync::RequestError;
use crate::wire::{self, StreamParameters};

/// What streams are made with.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn stream_parameters(address: &Address, signal: &AbortSignal) -> Result<StreamParameters, RequestError> {
    let body = fetch(address, Method::GET, "LiveViewController/getStreamParameters", signal).await?;
    wire::stream_parameters(&body).map_err(not_understood)
}
