//! What is set of a camera, and what can be.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::Number;
use crate::wire;
use crate::wire::ExposureMode;

/// What is set of the camera that is looked at, as far as the backend says it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct CameraSettingsState {
    /// The exposure, in milliseconds.
    pub exposure: Option<SettingState>,
    /// The gain, in units of the camera's own.
    pub gain: Option<SettingState>,
    /// Does the camera choose its exposure? `None` where it can't.
    pub is_auto: Option<bool>,
}

/// A number that is set, and what it can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct SettingState {
    /// What it is, in or out of the limits.
    pub value: Number,
    /// The lowest, where the backend says so.
    pub min: Option<Number>,
    /// The highest, where the backend says so.
    pub max: Option<Number>,
    /// What the backend calls its unit.
    pub unit: Option<String>,
    /// Does the backend let it be set?
    pub is_editable: bool,
}

/// What is sent about the camera that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum CameraCommand {
    /// Set the exposure, in milliseconds.
    SetExposure(Number),
    /// The same, with one so long that the backend stops its streams: whoever asked for it was told so before.
    SetLongExposure(Number),
    /// Set the gain.
    SetGain(Number),
    /// Let the camera choose its exposure, or people.
    SetAuto(bool),
}

impl CameraCommand {
    /// The exposure that it sets, in milliseconds.
    #[must_use]
    pub const fn exposure(self) -> Option<Number> {
        match self {
            Self::SetExposure(exposure) | Self::SetLongExposure(exposure) => Some(exposure),
            Self::SetGain(_) | Self::SetAuto(_) => None,
        }
    }
}

impl From<wire::CameraSettings> for CameraSettingsState {
    fn from(settings: wire::CameraSettings) -> Self {
        Self {
            exposure: settings.exposure.and_then(SettingState::new),
            gain: settings.gain.and_then(SettingState::new),
            is_auto: settings.exposure_mode.map(|mode| mode == ExposureMode::Auto),
        }
    }
}

impl SettingState {
    fn new(setting: wire::Setting) -> Option<Self> {
        let wire::Setting { value, min, max, unit, is_editable } = setting;
        let (min, max) = (min.and_then(Number::new), max.and_then(Number::new));
        Some(Self { value: Number::new(value)?, min, max, unit, is_editable })
    }
}
