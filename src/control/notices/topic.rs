//! What a notice is about.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::sync::{Subject, ThingNotice};

/// What a notice is about. A newer one takes the place of an older one on the same topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The page had drifted.
    Drift,
    /// A start or a stop.
    Command,
    /// The connection.
    Connection,
    /// The address in use.
    Settings,
    /// Whether the picture can be painted.
    Picture,
    /// A picture that was to be saved here.
    SavedPicture,
    /// The whole screen.
    FullScreen,
    /// The camera that Play starts.
    Camera,
    /// A recording.
    Recording,
    /// What became of the latest recording's file.
    RecordedFile,
    /// The backend's disk.
    Disk,
    /// What was set of a light, by what stands for its name.
    Light(u64),
    /// That the page had drifted from it.
    LightDrift(u64),
    /// What was set of exposure and gain.
    CameraSettings,
    /// That the page had drifted from them.
    CameraSettingsDrift,
}

impl Topic {
    /// Of another thing than the stream.
    pub(super) fn of(notice: &ThingNotice) -> Self {
        match &notice.subject {
            Subject::Recording => Self::Recording,
            Subject::CameraSettings if notice.is_drift => Self::CameraSettingsDrift,
            Subject::CameraSettings => Self::CameraSettings,
            Subject::Light(name) if notice.is_drift => Self::LightDrift(hash(name)),
            Subject::Light(name) => Self::of_light(name),
        }
    }

    /// Of what was set of the light of this name.
    #[must_use]
    pub fn of_light(name: &str) -> Self {
        Self::Light(hash(name))
    }

    pub(super) const fn is_of_light(self) -> bool {
        matches!(self, Self::Light(_) | Self::LightDrift(_))
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
