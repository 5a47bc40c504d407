//! What can be set of a camera, as it is shown.

use crate::control::setting::SettingView;

/// What can be set of the camera that is looked at, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CameraSettingsView {
    /// In milliseconds; `None` where there is none, or nothing is known.
    pub exposure: Option<SettingView>,
    /// In the camera's own units; `None` where there is none, or nothing is known.
    pub gain: Option<SettingView>,
    /// Does the camera choose its exposure? `None` where it can't.
    pub is_auto: Option<bool>,
    /// Who is to choose it, until the backend confirms it.
    pub wanted_auto: Option<bool>,
    /// Does the page vouch for what the backend said?
    pub is_verified: bool,
}
