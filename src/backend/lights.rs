//! The calls about lights. A light that the backend does not have is an error inside of it (500).

use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::Address;
use super::rest::{encoded, fetch, not_understood};
use crate::sync::RequestError;
use crate::wire::{self, LightRange};

/// The lights' names.
///
/// # Errors
/// When no answer came, or none that can be understood; HTTP 404 from a backend that has no lights to set.
pub async fn names(address: &Address, signal: &AbortSignal) -> Result<Vec<String>, RequestError> {
    let body = fetch(address, Method::GET, "LaserController/getLaserNames", signal).await?;
    wire::light_names(&body).map_err(not_understood)
}

/// What a light's value can be; `None` for one that is only on or off.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn range(address: &Address, name: &str, signal: &AbortSignal) -> Result<Option<LightRange>, RequestError> {
    wire::light_range(&ask(address, "getLaserValueRanges", name, signal).await?).map_err(not_understood)
}

/// Is a light on?
///
/// # Errors
/// When no answer came, or none that is clearly yes or no.
pub async fn is_on(address: &Address, name: &str, signal: &AbortSignal) -> Result<bool, RequestError> {
    wire::light_active(&ask(address, "getLaserActive", name, signal).await?).map_err(not_understood)
}

/// A light's value; `None` for one that has none.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn value(address: &Address, name: &str, signal: &AbortSignal) -> Result<Option<f64>, RequestError> {
    wire::light_value(&ask(address, "getLaserValue", name, signal).await?).map_err(not_understood)
}

/// Switches a light on or off. Whether it did, its answer does not say.
///
/// # Errors
/// When no answer came, or none that can be understood. It may be done all the same.
pub async fn set_on(address: &Address, name: &str, on: bool, signal: &AbortSignal) -> Result<(), RequestError> {
    set(address, &format!("setLaserActive?laserName={}&active={on}", encoded(name)), signal).await
}

/// Sets a light's value. Whether it did, its answer does not say.
///
/// # Errors
/// When no answer came, or none that can be understood. It may be done all the same.
pub async fn set_value(address: &Address, name: &str, value: f64, signal: &AbortSignal) -> Result<(), RequestError> {
    set(address, &format!("setLaserValue?laserName={}&value={value}", encoded(name)), signal).await
}

async fn ask(address: &Address, call: &str, name: &str, signal: &AbortSignal) -> Result<String, RequestError> {
    let call = format!("LaserController/{call}?laserName={}", encoded(name));
    fetch(address, Method::GET, &call, signal).await
}

async fn set(address: &Address, call: &str, signal: &AbortSignal) -> Result<(), RequestError> {
    let body = fetch(address, Method::GET, &format!("LaserController/{call}"), signal).await?;
    wire::set_answer(&body).map_err(not_understood)
}
