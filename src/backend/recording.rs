//! The calls about a recording.

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{fetch, not_understood};
use crate::control::recording::RecordingRequest;
use crate::sync::RequestError;
use crate::wire::{self, RecordingPlace, RecordingStatus};

/// How a recording stands, in full or, by an older backend, only whether one runs.
///
/// # Errors
/// Whenever the answer does not say clearly whether one runs.
pub async fn recording_status(address: &Address, signal: &AbortSignal) -> Result<RecordingStatus, RequestError> {
    match fetch(address, Method::GET, "RecordingController/getRecordingStatus", signal).await {
        Ok(body) => wire::recording_status(&body).map_err(not_understood),
        Err(RequestError::Http(404)) => {
            let body = fetch(address, Method::GET, "RecordingController/isRecording", signal).await?;
            wire::is_recording(&body).map(RecordingStatus::without_details).map_err(not_understood)
        }
        Err(why) => Err(why),
    }
}

/// Begins a recording. While one runs the backend answers with that one, and without a stream it answers as if one ran.
///
/// # Errors
/// When no answer came, or none that can be understood. It may have begun all the same.
pub async fn start_recording(
    address: &Address,
    recording: &RecordingRequest,
    signal: &AbortSignal,
) -> Result<RecordingPlace, RequestError> {
    let (format, name) = (recording.format.number(), recording.file_name.as_str());
    let call = format!("RecordingController/startRecording?mSaveFormat={format}&fileName={name}");
    place(address, &call, signal).await
}

/// Ends the recording that runs. The backend fails where nothing was ever recorded.
///
/// # Errors
/// When no answer came, or none that can be understood. It may have ended all the same.
pub async fn stop_recording(address: &Address, signal: &AbortSignal) -> Result<RecordingPlace, RequestError> {
    place(address, "RecordingController/stopRecording", signal).await
}

async fn place(address: &Address, call: &str, signal: &AbortSignal) -> Result<RecordingPlace, RequestError> {
    let body = fetch(address, Method::GET, call, signal).await?;
    wire::recording_place(&body).map_err(not_understood)
}
