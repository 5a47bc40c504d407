//! Signals: messages that every client gets unasked.

use rmp::encode::{write_f64, write_map_len, write_str};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::stream::ActiveStream;

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
    /// How full the storage is; sent every few seconds.
    StorageStatus {
        /// Free space in gigabytes.
        free_gb: f64,
    },
}

impl Signal {
    /// The signal as a MessagePack map.
    pub fn to_msgpack(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        // Writing to a vector can't fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), rmp::encode::ValueWriteError> {
        write_map_len(out, 2)?;
        write_str(out, "name")?;
        write_str(out, self.name())?;
        write_str(out, "args")?;
        match self {
            Self::StreamStarted(stream) | Self::StreamStopped(stream) => {
                write_map_len(out, 2)?;
                write_str(out, "p0")?;
                write_str(out, stream.detector)?;
                write_str(out, "p1")?;
                write_str(out, stream.protocol.name())
            }
            Self::StorageStatus { free_gb } => {
                write_map_len(out, 1)?;
                write_str(out, "p0")?;
                write_map_len(out, 1)?;
                write_str(out, "free_space_gb")?;
                write_f64(out, *free_gb)
            }
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::StreamStarted(_) => "sigStreamStarted",
            Self::StreamStopped(_) => "sigStreamStopped",
            Self::StorageStatus { .. } => "sigStorageStatusUpdate",
        }
    }

    /// The same object as JSON.
    pub fn to_json(&self) -> Value {
        let args = match self {
            Self::StreamStarted(stream) | Self::StreamStopped(stream) => {
                json!({"p0": stream.detector, "p1": stream.protocol})
            }
            Self::StorageStatus { free_gb } => json!({"p0": {"free_space_gb": free_gb}}),
        };
        json!({"name": self.name(), "args": args})
    }
}
