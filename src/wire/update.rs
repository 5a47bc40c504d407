//! What the backend tells about lights, cameras, recordings and the disk. Most of it only leads to a question, so its
//! arguments are read when somebody asks for them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answer::MAX_NUMBER;
use super::arguments::{Arguments, KeptArguments};
use super::lenient;
use super::object::Object;

const BYTES_PER_GB: f64 = 1_073_741_824.0;
/// No disk is larger: an exbibyte.
const MAX_DISK_BYTES: f64 = 1_152_921_504_606_846_976.0;

/// A signal about something other than a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    topic: Topic,
    arguments: KeptArguments,
}

/// What an update is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A camera's exposure, gain or mode was set.
    CameraSettings,
    /// Lights were set; virtual ones are never told of.
    Lights,
    /// A recording has more frames. Its start and end are not told.
    RecordedFrames,
    /// There is no room for another frame.
    DiskFull,
    /// How full the disk is; every few seconds.
    Storage,
}

/// A light, as the backend tells that it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct LightPower {
    /// Which.
    pub name: String,
    /// Its value, where that is a number.
    pub value: Option<f64>,
    /// Is it on? `None` where that is no clear boolean.
    pub is_on: Option<bool>,
}

/// How full the disk is to which the backend writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// What can still be written, in bytes.
    pub free_bytes: u64,
    /// All of it, in bytes, where the backend says so; no less than what is free.
    pub total_bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Text {
    #[serde(default, deserialize_with = "lenient::text")]
    p0: Option<String>,
}

#[derive(Deserialize)]
struct Count {
    #[serde(default, deserialize_with = "lenient::whole_number")]
    p0: Option<u64>,
}

#[derive(Deserialize)]
struct Powers {
    p0: Object<BTreeMap<String, Object<Power>>>,
}

#[derive(Deserialize)]
struct Power {
    #[serde(default, deserialize_with = "lenient::number")]
    power: Option<f64>,
    #[serde(default, deserialize_with = "lenient::flag")]
    enabled: Option<bool>,
}

#[derive(Deserialize)]
struct StorageArguments {
    p0: Object<Disks>,
}

/// The disks, or from older backends the figures of one.
#[derive(Deserialize)]
struct Disks {
    #[serde(default)]
    storage_devices: Vec<Object<Disk>>,
    #[serde(default, deserialize_with = "lenient::number")]
    free_space_gb: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    total_space_gb: Option<f64>,
}

#[derive(Deserialize)]
struct Disk {
    #[serde(default, deserialize_with = "lenient::flag")]
    is_active: Option<bool>,
    usage: Object<Usage>,
}

#[derive(Deserialize)]
struct Usage {
    #[serde(default, deserialize_with = "lenient::number")]
    free: Option<f64>,
    #[serde(default, deserialize_with = "lenient::number")]
    total: Option<f64>,
}

impl Update {
    /// The update that a signal of this name is, if it is one.
    pub(super) fn new<'a>(name: &str, arguments: impl FnOnce() -> Option<Arguments<'a>>) -> Option<Self> {
        let topic = match name {
            "sigDetectorParametersUpdated" => Topic::CameraSettings,
            "sigUpdateLaserPower" => Topic::Lights,
            "sigRecordingFrameNumUpdated" => Topic::RecordedFrames,
            "sigDiskFull" => Topic::DiskFull,
            "sigStorageStatusUpdate" => Topic::Storage,
            _ => return None,
        };
        Some(Self { topic, arguments: arguments().map_or(KeptArguments::None, Arguments::keep) })
    }

    /// What it is about.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        self.topic
    }

    /// The camera whose settings changed, where the backend names it.
    #[must_use]
    pub fn detector(&self) -> Option<String> {
        self.about(Topic::CameraSettings)?.read::<Text>()?.p0
    }

    /// The lights that were set. What they are now is hearsay until it is asked for.
    #[must_use]
    pub fn lights(&self) -> Vec<LightPower> {
        let powers = self.about(Topic::Lights).and_then(|arguments| arguments.read::<Powers>());
        let Some(Powers { p0: Object(powers) }) = powers else { return Vec::new() };
        let light = |(name, Object(power)): (String, Object<Power>)| LightPower {
            name,
            value: power.power.filter(|value| value.abs() <= MAX_NUMBER),
            is_on: power.enabled,
        };
        powers.into_iter().map(light).collect()
    }

    /// How many frames the recording has.
    #[must_use]
    pub fn recorded_frames(&self) -> Option<u64> {
        self.about(Topic::RecordedFrames)?.read::<Count>()?.p0
    }

    /// How full the disk is to which the backend writes. `None` where that can't be told.
    #[must_use]
    pub fn storage(&self) -> Option<Storage> {
        let StorageArguments { p0: Object(disks) } = self.about(Topic::Storage)?.read()?;
        let mut listed = disks.storage_devices.iter().map(|Object(disk)| disk);
        let in_use = listed.clone().find(|disk| disk.is_active == Some(true));
        match (in_use, listed.next()) {
            (Some(disk), _) => disk.usage.0.storage(),
            // Where none is marked, only the only one can be meant.
            (None, Some(only)) if listed.next().is_none() && only.is_active.is_none() => only.usage.0.storage(),
            (None, Some(_)) => None,
            (None, None) => {
                let bytes = |gb: Option<f64>| gb.map(|gb| gb * BYTES_PER_GB);
                Usage { free: bytes(disks.free_space_gb), total: bytes(disks.total_space_gb) }.storage()
            }
        }
    }

    fn about(&self, topic: Topic) -> Option<&KeptArguments> {
        (self.topic == topic).then_some(&self.arguments)
    }
}

impl Usage {
    fn storage(&self) -> Option<Storage> {
        // What is in the range fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = |bytes: f64| (0.0..=MAX_DISK_BYTES).contains(&bytes).then_some(bytes as u64);
        let free_bytes = self.free.and_then(whole)?;
        Some(Storage { free_bytes, total_bytes: self.total.and_then(whole).filter(|&total| total >= free_bytes) })
    }
}

#[cfg(test)]
mod tests;
