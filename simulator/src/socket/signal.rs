//! Signals: messages that every client gets unasked.

use rmp::encode::{
    ValueWriteError, write_array_len, write_bool, write_f64, write_map_len, write_nil, write_sint, write_str,
    write_uint,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{lights::Light, recording::Disk, stream::ActiveStream};

const BYTES_PER_GB: f64 = 1_073_741_824.0;

/// How signals are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalForm {
    /// `signal_msgpack` with a binary argument.
    Msgpack,
    /// The older `signal` with a JSON string.
    Json,
    /// Not at all.
    None,
}

/// A signal.
#[derive(Debug, Clone, PartialEq)]
pub enum Signal {
    /// A stream was registered.
    StreamStarted(ActiveStream),
    /// A stream was stopped.
    StreamStopped(ActiveStream),
    /// Exposure, gain or mode of this detector was set.
    DetectorParametersUpdated {
        /// The detector's name.
        detector: &'static str,
    },
    /// A light was set.
    LaserPowerUpdated(Light),
    /// A frame was recorded.
    FrameRecorded {
        /// So many there are now.
        frames: u64,
    },
    /// There is no room for another frame.
    DiskFull,
    /// How full the storage is; sent every few seconds.
    StorageStatus(Disk),
}

impl Signal {
    /// The signal as a MessagePack map.
    pub fn to_msgpack(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        // Writing to a vector can't fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), ValueWriteError> {
        write_map_len(out, 2)?;
        write_str(out, "name")?;
        write_str(out, self.name())?;
        write_str(out, "args")?;
        write_value(out, &self.arguments())
    }

    /// The same object as JSON.
    pub fn to_json(&self) -> Value {
        json!({"name": self.name(), "args": self.arguments()})
    }

    fn name(&self) -> &'static str {
        match self {
            Self::StreamStarted(_) => "sigStreamStarted",
            Self::StreamStopped(_) => "sigStreamStopped",
            Self::DetectorParametersUpdated { .. } => "sigDetectorParametersUpdated",
            Self::LaserPowerUpdated(_) => "sigUpdateLaserPower",
            Self::FrameRecorded { .. } => "sigRecordingFrameNumUpdated",
            Self::DiskFull => "sigDiskFull",
            Self::StorageStatus(_) => "sigStorageStatusUpdate",
        }
    }

    fn arguments(&self) -> Value {
        match self {
            Self::StreamStarted(stream) | Self::StreamStopped(stream) => {
                json!({"p0": stream.detector, "p1": stream.protocol})
            }
            Self::DetectorParametersUpdated { detector } => json!({"p0": detector}),
            Self::LaserPowerUpdated(light) => {
                let light_state = json!({"power": light.value, "enabled": light.active});
                json!({"p0": Map::from_iter([(light.name.clone(), light_state)])})
            }
            Self::FrameRecorded { frames } => json!({"p0": frames}),
            Self::DiskFull => json!({}),
            Self::StorageStatus(disk) => json!({"p0": storage(disk)}),
        }
    }
}

fn storage(disk: &Disk) -> Value {
    let used_bytes = disk.total_bytes - disk.free_bytes;
    json!({
        "active_path": "/datasets",
        "storage_devices": [{
            "path": "/datasets",
            "label": "Internal Storage",
            "is_active": true,
            "writable": true,
            "usage": {
                "free": disk.free_bytes,
                "used": used_bytes,
                "total": disk.total_bytes,
                "free_gb": disk.free_bytes as f64 / BYTES_PER_GB,
                "total_gb": disk.total_bytes as f64 / BYTES_PER_GB,
                "percent_used": used_bytes as f64 * 100.0 / disk.total_bytes as f64,
            },
        }],
    })
}

fn write_value(out: &mut Vec<u8>, value: &Value) -> Result<(), ValueWriteError> {
    match value {
        Value::Null => Ok(write_nil(out).map_err(ValueWriteError::InvalidMarkerWrite)?),
        Value::Bool(flag) => Ok(write_bool(out, *flag).map_err(ValueWriteError::InvalidMarkerWrite)?),
        Value::Number(number) => {
            if let Some(whole) = number.as_u64() {
                write_uint(out, whole)?;
                Ok(())
            } else if let Some(whole) = number.as_i64() {
                write_sint(out, whole)?;
                Ok(())
            } else {
                write_f64(out, number.as_f64().unwrap_or_default())
            }
        }
        Value::String(text) => write_str(out, text),
        Value::Array(values) => {
            write_array_len(out, values.len() as u32)?;
            values.iter().try_for_each(|value| write_value(out, value))
        }
        Value::Object(entries) => {
            write_map_len(out, entries.len() as u32)?;
            entries.iter().try_for_each(|(key, value)| {
                write_str(out, key)?;
                write_value(out, value)
            })
        }
    }
}
