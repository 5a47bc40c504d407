//! The calls about a snap.

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{encoded, fetch, not_understood};
use crate::control::snap::Call;
use crate::sync::RequestError;
use crate::wire::{SnapAnswer, snap_answer};

/// Sends one request about a snap.
///
/// # Errors
/// When no answer came, or none that can be understood. What was asked may have been done all the same.
pub async fn snap(address: &Address, call: &Call, signal: &AbortSignal) -> Result<SnapAnswer, RequestError> {
    let body = fetch(address, Method::GET, &path(call), signal).await?;
    snap_answer(&body).map_err(not_understood)
}

/// The path of a request, with its parameters.
fn path(call: &Call) -> String {
    let (name, job) = match call {
        Call::Start(order) => {
            let (name, format) = (order.file_name(), order.format_number());
            return format!("RecordingController/startSnap?fileName={name}&saveFormat={format}&returnPreview=true");
        }
        Call::Status(job) => ("getSnapStatus", job),
        Call::Cancel(job) => ("cancelSnap", job),
    };
    format!("RecordingController/{name}?jobId={}", encoded(job))
}
