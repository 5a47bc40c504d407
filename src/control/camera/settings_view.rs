//! What can be set of a camera, as it is shown.

use crate::control::setting::{Limits, SettingView};
use crate::sync::{CameraCommand, CameraSettings, Followed, Number, Session, SettingState, Support};

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
    /// Does the backend lack the calls about them?
    pub is_missing: bool,
}

impl CameraSettingsView {
    /// What is known, and what is under way.
    #[must_use]
    pub fn of(followed: &Followed<CameraSettings>, session: &Session) -> Self {
        let known = followed.known.confirmed_at().map(|_| &followed.known.state);
        let (is_verified, can_be_set) = (followed.verified(session), followed.can_be_set(session));
        let view = |setting: Option<&SettingState>, wanted: Option<f64>, unit: Option<&str>| {
            setting.map(|setting| SettingView {
                value: Some(setting.value.value()),
                wanted,
                limits: Limits {
                    min: setting.min.map(|min| min.value()),
                    max: setting.max.map(|max| max.value()),
                    unit: setting.unit.as_deref().or(unit).map(str::to_owned),
                },
                is_verified,
                can_be_set: can_be_set && setting.is_editable,
            })
        };
        let exposure = |command: CameraCommand| command.exposure().map(Number::value);
        let gain = |command| if let CameraCommand::SetGain(value) = command { Some(value.value()) } else { None };
        let auto = |command| if let CameraCommand::SetAuto(auto) = command { Some(auto) } else { None };
        Self {
            exposure: view(
                known.and_then(|known| known.exposure.as_ref()),
                followed.pending().find_map(exposure),
                Some("ms"),
            ),
            gain: view(known.and_then(|known| known.gain.as_ref()), followed.pending().find_map(gain), None),
            is_auto: known.and_then(|known| known.is_auto),
            wanted_auto: followed.pending().find_map(auto),
            is_missing: followed.support == Support::Absent,
        }
    }
}
