//! The calls about a camera's exposure and gain.

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{encoded, fetch, not_understood};
use crate::sync::RequestError;
use crate::wire::{self, CameraSettings};

const ALL: &str = "SettingsController/getDetectorParameterTree";
const CURRENT: &str = "SettingsController/getDetectorParameters";

/// What can be set of a camera; of the backend's current one where none is named.
///
/// # Errors
/// When no answer came, or none that can be understood; HTTP 404 from a backend where nothing can be set.
pub async fn read(
    address: &Address,
    detector: Option<&str>,
    signal: &AbortSignal,
) -> Result<CameraSettings, RequestError> {
    let Some(detector) = detector else {
        let body = fetch(address, Method::GET, CURRENT, signal).await?;
        return wire::current_camera_settings(&body).map_err(not_understood);
    };
    let body = fetch(address, Method::GET, &format!("{ALL}?detectorName={}", encoded(detector)), signal).await?;
    wire::camera_settings(&body).map_err(not_understood)
}

/// Sets the exposure, in milliseconds. Above the backend's threshold that stops all streams.
///
/// # Errors
/// When no answer came, or none that can be understood. It may be done all the same.
pub async fn set_exposure(
    address: &Address,
    detector: &str,
    exposure_ms: f64,
    signal: &AbortSignal,
) -> Result<(), RequestError> {
    set(address, "setDetectorExposureTime", detector, &format!("exposureTime={exposure_ms}"), signal).await
}

/// Sets the gain.
///
/// # Errors
/// When no answer came, or none that can be understood. It may be done all the same.
pub async fn set_gain(address: &Address, detector: &str, gain: f64, signal: &AbortSignal) -> Result<(), RequestError> {
    set(address, "setDetectorGain", detector, &format!("gain={gain}"), signal).await
}

/// Lets the camera choose its exposure, or people.
///
/// # Errors
/// When no answer came, or none that can be understood. It may be done all the same.
pub async fn set_auto(
    address: &Address,
    detector: &str,
    is_auto: bool,
    signal: &AbortSignal,
) -> Result<(), RequestError> {
    set(address, "setDetectorMode", detector, &format!("isAuto={is_auto}"), signal).await
}

/// The answer is the same whatever became of it, also for a camera that there is not.
async fn set(
    address: &Address,
    call: &str,
    detector: &str,
    assignment: &str,
    signal: &AbortSignal,
) -> Result<(), RequestError> {
    let call = format!("SettingsController/{call}?detectorName={}&{assignment}", encoded(detector));
    let body = fetch(address, Method::GET, &call, signal).await?;
    wire::set_answer(&body).map_err(not_understood)
}
