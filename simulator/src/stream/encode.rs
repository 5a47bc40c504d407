//! Encodes images as `frame` events.

use std::time::{Duration, Instant};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use imaging::{Detector, EncodeError, Image, to_jpeg, to_lz4};
use rmp::encode::{write_bin, write_f64, write_map_len, write_sint, write_str, write_uint};

use super::parameters::{Compression, WorkerParameters};
use crate::clock::unix_time;

/// A frame without its id, which differs from client to client.
#[derive(Debug, Clone)]
pub struct EncodedFrame {
    before_id: Vec<u8>,
    after_id: Vec<u8>,
}

impl EncodedFrame {
    /// The MessagePack map with this frame id.
    pub fn payload(&self, frame_id: u8) -> Bytes {
        let mut id = Vec::with_capacity(2);
        // Writing to a vector can't fail.
        let _ = write_uint(&mut id, u64::from(frame_id));
        [self.before_id.as_slice(), &id, &self.after_id].concat().into()
    }
}

/// A `frame` event of the jpeg protocol.
pub fn jpeg_frame(detector: &Detector, image: &Image, quality: u8) -> Result<EncodedFrame, EncodeError> {
    let jpeg = to_jpeg(image, quality)?;
    let before_id = map_before_id(7, unix_time())?;
    let mut out = Vec::with_capacity(jpeg.len() * 4 / 3 + 256);
    common_metadata(&mut out, detector, "jpeg")?;
    write_str(&mut out, "jpeg_quality")?;
    write_uint(&mut out, quality.into())?;
    write_str(&mut out, "image")?;
    write_str(&mut out, &BASE64_STANDARD.encode(jpeg))?;
    Ok(EncodedFrame { before_id, after_id: out })
}

/// A `frame` event of the binary protocol; `image` is the detector's after subsampling.
pub fn binary_frame(
    detector: &Detector,
    image: &Image,
    parameters: &WorkerParameters,
) -> Result<EncodedFrame, EncodeError> {
    let began = Instant::now();
    let time = unix_time();
    let raw = image.to_le_bytes();
    let raw_bytes = raw.len();
    let (algorithm, payload) = match &parameters.compression {
        Compression::Lz4 => ("lz4", to_lz4(&raw)?),
        Compression::Uncompressed(name) => (name.as_str(), raw),
    };
    let packet = uc2f(image, time, &payload)?;
    let encode_time = began.elapsed();

    let before_id = map_before_id(19, time)?;
    let mut out = Vec::with_capacity(packet.len() + 512);
    common_metadata(&mut out, detector, "binary")?;
    write_numbers(
        &mut out,
        &[
            ("width", image.width),
            ("height", image.height),
            ("original_width", detector.width),
            ("original_height", detector.height),
            ("subsampling_factor", parameters.subsampling_factor),
        ],
    )?;
    write_str(&mut out, "compression_algorithm")?;
    write_str(&mut out, algorithm)?;
    write_str(&mut out, "compression_level")?;
    write_sint(&mut out, parameters.compression_level)?;
    write_numbers(
        &mut out,
        &[("raw_bytes", raw_bytes), ("compressed_bytes", payload.len()), ("packet_bytes", packet.len())],
    )?;
    write_str(&mut out, "compression_ratio")?;
    write_f64(&mut out, raw_bytes as f64 / payload.len() as f64)?;
    write_str(&mut out, "encode_time_ms")?;
    write_f64(&mut out, encode_time.as_secs_f64() * 1000.0)?;
    write_str(&mut out, "timestamp_ns")?;
    write_uint(&mut out, u64::try_from(time.as_nanos())?)?;
    write_str(&mut out, "data")?;
    write_bin(&mut out, &packet)?;
    Ok(EncodedFrame { before_id, after_id: out })
}

/// The map up to the frame id.
fn map_before_id(metadata_entries: u32, time: Duration) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(64);
    write_map_len(&mut out, 2)?;
    write_str(&mut out, "metadata")?;
    write_map_len(&mut out, metadata_entries)?;
    write_str(&mut out, "server_timestamp")?;
    write_f64(&mut out, time.as_secs_f64())?;
    write_str(&mut out, "frame_id")?;
    Ok(out)
}

fn common_metadata(out: &mut Vec<u8>, detector: &Detector, format: &str) -> Result<(), EncodeError> {
    write_str(out, "detector_name")?;
    write_str(out, detector.name)?;
    write_str(out, "pixel_size")?;
    write_f64(out, detector.pixel_size_um)?;
    for key in ["format", "protocol"] {
        write_str(out, key)?;
        write_str(out, format)?;
    }
    Ok(())
}

fn write_numbers(out: &mut Vec<u8>, entries: &[(&str, usize)]) -> Result<(), EncodeError> {
    for (key, value) in entries {
        write_str(out, key)?;
        write_uint(out, u64::try_from(*value)?)?;
    }
    Ok(())
}

/// A UC2F packet of one gray channel. It says 12 bits, as the real server does whatever the camera measures.
fn uc2f(image: &Image, time: Duration, payload: &[u8]) -> Result<Vec<u8>, EncodeError> {
    const CHANNELS: u8 = 1;
    const GRAY16: u8 = 0;
    const BIT_DEPTH: u16 = 12;
    let mut out = Vec::with_capacity(36 + payload.len());
    out.extend_from_slice(b"UC2F");
    out.extend_from_slice(&[1, 0, 0, 0]);
    out.extend_from_slice(&u32::try_from(image.width)?.to_le_bytes());
    out.extend_from_slice(&u32::try_from(image.height)?.to_le_bytes());
    out.extend_from_slice(&u32::try_from(image.width * 2 * usize::from(CHANNELS))?.to_le_bytes());
    out.extend_from_slice(&BIT_DEPTH.to_le_bytes());
    out.extend_from_slice(&[CHANNELS, GRAY16]);
    out.extend_from_slice(&u64::try_from(time.as_nanos())?.to_le_bytes());
    out.extend_from_slice(&u32::try_from(payload.len())?.to_le_bytes());
    out.extend_from_slice(payload);
    Ok(out)
}
