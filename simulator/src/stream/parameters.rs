//! Stream parameters, unvalidated as on the real server.

use std::{str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::options::Options;

/// Parameters as clients send and see them.
pub type ParameterMap = Map<String, Value>;

/// How images travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// Base64 text of a JPEG, in `frame` events.
    Jpeg,
    /// 16-bit values in a UC2F packet, in `frame` events.
    Binary,
    /// JPEGs in a multipart HTTP answer.
    Mjpeg,
    /// Accepted and registered; the simulator sends no images over it.
    Webrtc,
}

impl Protocol {
    /// All protocols.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Binary, Self::Mjpeg, Self::Webrtc];

    /// Its name in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Binary => "binary",
            Self::Mjpeg => "mjpeg",
            Self::Webrtc => "webrtc",
        }
    }
}

impl FromStr for Protocol {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|protocol| protocol.name() == text)
            .ok_or_else(|| format!("Unknown protocol: {text}"))
    }
}

/// The parameters until a client changes them.
pub fn defaults(protocol: Protocol, options: &Options) -> ParameterMap {
    let frame_interval_ms = (1000.0 / options.fps) as u64;
    let parameters = json!({
        "detector_name": null,
        "protocol": protocol.name(),
        "compression_algorithm": "lz4",
        "compression_level": 0,
        "subsampling_factor": options.subsampling_factor,
        "throttle_ms": frame_interval_ms.min(50),
        "crop_size": 0,
        "jpeg_quality": 80,
        "stun_servers": [],
        "turn_servers": [],
        "max_width": 1280,
        "broadcast_frames": true,
    });
    match parameters {
        Value::Object(parameters) => parameters,
        _ => ParameterMap::new(),
    }
}

/// How the payload of binary frames is compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compression {
    /// An LZ4 frame.
    Lz4,
    /// Not at all; the metadata names what was asked for: `none`, or an algorithm that the simulator lacks.
    Uncompressed(String),
}

/// Parameters that a worker can use.
#[derive(Debug, Clone)]
pub struct WorkerParameters {
    /// The shortest time between frames.
    pub throttle: Duration,
    /// Every n-th pixel and row.
    pub subsampling_factor: usize,
    /// 1 to 100; for jpeg and mjpeg only.
    pub jpeg_quality: u8,
    /// For binary only.
    pub compression: Compression,
    /// Only passed on in the metadata.
    pub compression_level: i64,
}

impl WorkerParameters {
    /// `None` where a value can't be used: the real worker then fails for every frame.
    pub fn parse(parameters: &ParameterMap, protocol: Protocol) -> Option<Self> {
        let throttle_ms = parameters.get("throttle_ms")?.as_f64()?.clamp(0.0, 3_600_000.0);
        let subsampling_factor = parameters.get("subsampling_factor")?.as_u64()?;
        let jpeg_quality = match protocol {
            Protocol::Jpeg | Protocol::Mjpeg => parameters.get("jpeg_quality")?.as_i64()?,
            Protocol::Binary | Protocol::Webrtc => 0,
        };
        let compression = match protocol {
            Protocol::Binary => match parameters.get("compression_algorithm")?.as_str()? {
                "lz4" => Compression::Lz4,
                other => Compression::Uncompressed(other.to_owned()),
            },
            Protocol::Jpeg | Protocol::Mjpeg | Protocol::Webrtc => Compression::Lz4,
        };
        if subsampling_factor == 0 {
            return None;
        }
        Some(Self {
            throttle: Duration::from_secs_f64(throttle_ms / 1000.0),
            subsampling_factor: usize::try_from(subsampling_factor).ok()?,
            jpeg_quality: jpeg_quality.clamp(1, 100) as u8,
            compression,
            compression_level: parameters.get("compression_level").and_then(Value::as_i64).unwrap_or(0),
        })
    }
}
