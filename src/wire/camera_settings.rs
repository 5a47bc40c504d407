//! Answers about what can be set of a camera: exposure, gain, and who chooses the exposure.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{AnswerError, MAX_NUMBER, backend_message, limited, read, unexpected};
use super::lenient;
use super::object::from_json;
use super::truncated::truncated;

const EXPECTED: &str = "the exposure or gain of a camera";

/// What can be set of a camera, as far as the backend says it.
#[derive(Debug, Clone, PartialEq)]
pub struct CameraSettings {
    /// In milliseconds.
    pub exposure: Option<Setting>,
    /// In units of the camera's own.
    pub gain: Option<Setting>,
    /// Who chooses the exposure.
    pub exposure_mode: Option<ExposureMode>,
}

/// A number that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// What it is, in or out of the limits.
    pub value: f64,
    /// The lowest, where the backend says so.
    pub min: Option<f64>,
    /// The highest, where the backend says so; more than the lowest.
    pub max: Option<f64>,
    /// What the backend calls its unit, cut to 120 characters.
    pub unit: Option<String>,
    /// Does the backend let it be set? It does where it does not say.
    pub is_editable: bool,
}

/// Who chooses the exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExposureMode {
    /// The camera.
    Auto,
    /// People.
    Manual,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    #[serde(default, deserialize_with = "lenient::number")]
    exposure: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    gain: Option<f64>,
    #[serde(default, deserialize_with = "lenient::text")]
    mode: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    exposure_min: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    exposure_max: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    gain_min: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    gain_max: Option<f64>,
    #[serde(default, deserialize_with = "lenient::text")]
    error: Option<String>,
}

#[derive(Deserialize)]
struct Tree<'a> {
    #[serde(borrow)]
    groups: Option<Vec<&'a RawValue>>,
    #[serde(default, deserialize_with = "lenient::text")]
    error: Option<String>,
}

#[derive(Deserialize)]
struct Group<'a> {
    #[serde(borrow)]
    parameters: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Parameter<'a> {
    name: String,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "lenient::number")]
    min: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    max: Option<f64>,
    #[serde(default, deserialize_with = "lenient::text")]
    units: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    editable: Option<bool>,
}

impl Setting {
    /// `None` for a value that can't be. Limits that can't be count as missing.
    fn new(value: f64, min: Option<f64>, max: Option<f64>) -> Option<Self> {
        let possible = |number: &f64| number.abs() <= MAX_NUMBER;
        let (min, max) = match (min.filter(possible), max.filter(possible)) {
            (Some(min), Some(max)) if min >= max => (None, None),
            limits => limits,
        };
        possible(&value).then_some(Self { value, min, max, unit: None, is_editable: true })
    }
}

impl ExposureMode {
    fn read(text: &str) -> Option<Self> {
        let is = |name: &str| text.eq_ignore_ascii_case(name);
        if is("auto") {
            Some(Self::Auto)
        } else if is("manual") {
            Some(Self::Manual)
        } else {
            None
        }
    }
}

impl Parameter<'_> {
    fn setting(&self) -> Option<Setting> {
        let value = serde_json::from_str(self.value?.get()).ok()?;
        Some(Setting {
            unit: self.units.as_deref().map(truncated),
            is_editable: self.editable.unwrap_or(true),
            ..Setting::new(value, self.min, self.max)?
        })
    }

    fn exposure_mode(&self) -> Option<ExposureMode> {
        let text: String = serde_json::from_str(self.value?.get()).ok()?;
        ExposureMode::read(&text)
    }
}

/// What can be set of the backend's current camera, from `getDetectorParameters`, which does not say which it is.
///
/// # Errors
///
/// [`AnswerError`] for everything with neither an exposure nor a gain.
pub fn current_camera_settings(body: &str) -> Result<CameraSettings, AnswerError> {
    let parameters: Parameters = read(body, EXPECTED)?;
    let setting = |value: Option<f64>, min, max| value.and_then(|value| Setting::new(value, min, max));
    let settings = CameraSettings {
        exposure: setting(parameters.exposure, parameters.exposure_min, parameters.exposure_max),
        gain: setting(parameters.gain, parameters.gain_min, parameters.gain_max),
        exposure_mode: parameters.mode.as_deref().and_then(ExposureMode::read),
    };
    checked(settings, parameters.error.as_deref(), body)
}

/// What can be set of one camera, from `getDetectorParameterTree` with its name.
///
/// # Errors
///
/// [`AnswerError`] for everything with neither an exposure nor a gain; [`AnswerError::Failed`] where the backend says why,
/// as for a camera that it does not have.
pub fn camera_settings(body: &str) -> Result<CameraSettings, AnswerError> {
    let Tree { groups, error } = read(body, EXPECTED)?;
    let mut settings = CameraSettings { exposure: None, gain: None, exposure_mode: None };
    for group in limited(groups.unwrap_or_default(), "groups of parameters")? {
        // An odd group or parameter does not hide the others. The first of a name counts.
        let Ok(Group { parameters }) = from_json::<Group<'_>>(group.get()) else { continue };
        for parameter in limited(parameters, "parameters")? {
            let Ok(parameter) = from_json::<Parameter<'_>>(parameter.get()) else { continue };
            match parameter.name.as_str() {
                "exposure" => settings.exposure = settings.exposure.or_else(|| parameter.setting()),
                "gain" => settings.gain = settings.gain.or_else(|| parameter.setting()),
                "exposure_mode" => settings.exposure_mode = settings.exposure_mode.or(parameter.exposure_mode()),
                _ => {}
            }
        }
    }
    checked(settings, error.as_deref(), body)
}

/// Settings of which any was read; else the backend's reason, where it gives one.
fn checked(settings: CameraSettings, error: Option<&str>, body: &str) -> Result<CameraSettings, AnswerError> {
    match (settings.exposure.is_some() || settings.gain.is_some(), error) {
        (true, _) => Ok(settings),
        (false, Some(error)) => Err(AnswerError::Failed(backend_message(Some(error)))),
        (false, None) => Err(unexpected(body, EXPECTED)),
    }
}

#[cfg(test)]
mod tests;
