//! One `frame` event: a MessagePack map of metadata and one picture.

use std::ops::Range;

use thiserror::Error;

use super::msgpack::{MsgpackError, Reader, Value};
use super::prefix::Prefix;
use super::truncated::truncated;
use super::uc2f;

/// One frame, borrowed from what was read of its message.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame<'a> {
    /// What the backend says about the picture.
    pub metadata: Metadata<'a>,
    /// The picture.
    pub payload: Payload<'a>,
}

/// What the backend says about a picture. Of what is optional, anything odd counts as missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metadata<'a> {
    /// To be acknowledged exactly once, see [`frame_ack`](super::frame_ack).
    pub frame_id: u8,
    /// When the backend sent it, in seconds of its own clock since 1970.
    pub server_timestamp_s: Option<f64>,
    /// The camera.
    pub detector_name: Option<&'a str>,
    /// The side of a camera pixel in the specimen, in µm; above 0.
    pub pixel_size_um: Option<f64>,
    /// Every how many camera pixels one was kept (binary frames); above 0.
    pub subsampling_factor: Option<u32>,
    /// Pixels in a row of the camera's picture, before subsampling (binary frames); above 0.
    pub original_width_px: Option<u32>,
    /// Rows of the camera's picture, before subsampling (binary frames); above 0.
    pub original_height_px: Option<u32>,
    /// How a binary frame's pixels are packed, in the backend's word, such as `lz4`.
    pub compression_algorithm: Option<&'a str>,
    /// `jpeg` or `binary`, in the backend's word; only to choose the payload.
    format: Option<&'a str>,
}

/// A picture as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload<'a> {
    /// Where in the message a JPEG file is as base64 text; not checked to be base64, nor to be UTF-8.
    JpegBase64(Range<usize>),
    /// A packet for [`Uc2f::parse`](super::Uc2f::parse).
    Packet {
        /// Where in the message it is.
        place: Range<usize>,
        /// What was read of it: its header at least.
        packet: Prefix<'a>,
    },
}

/// A frame that can't be read. Its id may still be found by [`frame_id`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrameError {
    /// No MessagePack, or none as far as it was read: see [`FrameError::wants_more`].
    #[error("a frame can't be read: {0}")]
    Msgpack(#[from] MsgpackError),
    /// The frame is MessagePack, but no map.
    #[error("a frame is {found} instead of a map")]
    NotAMap {
        /// What it is instead.
        found: &'static str,
    },
    /// There is no metadata map.
    #[error("a frame has no metadata")]
    MetadataMissing,
    /// The metadata has no id.
    #[error("a frame has no id")]
    IdMissing,
    /// The id is no integer: acknowledging it would stop the frames of every client.
    #[error("a frame's id is {found} instead of an integer, so it can't be acknowledged")]
    IdNotAnInteger {
        /// What it is instead.
        found: &'static str,
    },
    /// The id is no value that the backend counts to.
    #[error("a frame's id is {id} but should be 0 to 255, so it can't be acknowledged")]
    IdOutOfRange {
        /// The id.
        id: u64,
    },
    /// The id is below zero.
    #[error("a frame's id is {id} but should be 0 to 255, so it can't be acknowledged")]
    IdNegative {
        /// The id.
        id: i64,
    },
    /// A format that this page can't show.
    #[error("a frame has the unknown format `{0}`: choose jpeg or binary")]
    UnknownFormat(String),
    /// The picture that the format stands for is missing or of the wrong type.
    #[error("a frame's `{field}` is {found} instead of {expected}")]
    PayloadUnusable {
        /// The field that should hold the picture.
        field: &'static str,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
}

impl FrameError {
    /// Does the message only seem to end too early? So it may be where no more than a [`Prefix`] of it was read.
    pub fn wants_more(&self) -> bool {
        matches!(self, Self::Msgpack(MsgpackError::Truncated))
    }
}

/// The id of a frame, found without reading more than what stands before it, so that a frame is acknowledged also
/// when the rest of it is broken.
///
/// # Errors
///
/// Where there is no id that may be acknowledged: [`FrameError::IdMissing`], [`FrameError::IdNotAnInteger`],
/// [`FrameError::IdOutOfRange`], [`FrameError::IdNegative`], or the bytes are broken before it.
pub fn frame_id(message: Prefix<'_>) -> Result<u8, FrameError> {
    let mut reader = Reader::new(message);
    for _ in 0..frame_pairs(&mut reader)? {
        if reader.key()? == Some(b"metadata") {
            for _ in 0..metadata_pairs(&mut reader)? {
                if reader.key()? == Some(b"frame_id") {
                    return acknowledgeable(reader.value()?);
                }
                reader.value()?;
            }
            return Err(FrameError::IdMissing);
        }
        reader.value()?;
    }
    Err(FrameError::MetadataMissing)
}

impl<'a> Frame<'a> {
    /// Reads a frame whose keys may come in any order; unknown keys are skipped, of several
    /// ids or pictures the first counts. Of the message, everything but the picture has to have been read, which
    /// usually comes last.
    ///
    /// # Errors
    ///
    /// [`FrameError`]; where this fails, [`frame_id`] may still find what to acknowledge.
    pub fn parse(message: Prefix<'a>) -> Result<Self, FrameError> {
        let mut reader = Reader::new(message);
        let mut metadata = None;
        let mut image = None;
        let mut data = None;
        for _ in 0..frame_pairs(&mut reader)? {
            match reader.key()? {
                Some(b"metadata") if metadata.is_none() => metadata = Some(Metadata::read(&mut reader)?),
                Some(b"image") if image.is_none() => image = Some(reader.long_value()?),
                Some(b"data") if data.is_none() => data = Some(reader.long_value()?),
                _ => {
                    reader.value()?;
                }
            }
        }
        let metadata = metadata.ok_or(FrameError::MetadataMissing)?;
        let payload = match metadata.format {
            // Where the picture that it names is missing, and the other one is there, that one is meant.
            Some("jpeg") if image.is_none() && data.is_some() => packet(data)?,
            Some("binary") if data.is_none() && image.is_some() => jpeg(image)?,
            Some("jpeg") => jpeg(image)?,
            Some("binary") => packet(data)?,
            Some(_) if is_uc2f(data.as_ref()) => packet(data)?,
            Some(unknown) => return Err(FrameError::UnknownFormat(truncated(unknown))),
            None if data.is_some() => packet(data)?,
            None => jpeg(image)?,
        };
        Ok(Self { metadata, payload })
    }
}

impl<'a> Metadata<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, FrameError> {
        let mut id = None;
        let mut timestamp = Value::Nil;
        let mut detector = Value::Nil;
        let mut pixel_size = Value::Nil;
        let mut subsampling = Value::Nil;
        let mut original_width = Value::Nil;
        let mut original_height = Value::Nil;
        let mut compression = Value::Nil;
        let mut format = Value::Nil;
        for _ in 0..metadata_pairs(reader)? {
            let key = reader.key()?;
            let value = reader.value()?;
            match key {
                Some(b"frame_id") if id.is_none() => id = Some(value),
                Some(b"server_timestamp") => timestamp = value,
                Some(b"detector_name") => detector = value,
                Some(b"pixel_size") => pixel_size = value,
                Some(b"subsampling_factor") => subsampling = value,
                Some(b"original_width") => original_width = value,
                Some(b"original_height") => original_height = value,
                Some(b"compression_algorithm") => compression = value,
                Some(b"format") => format = value,
                _ => {}
            }
        }
        Ok(Self {
            frame_id: acknowledgeable(id.ok_or(FrameError::IdMissing)?)?,
            server_timestamp_s: timestamp.as_f64(),
            detector_name: detector.as_str(),
            pixel_size_um: pixel_size.as_f64().filter(|&size_um| size_um > 0.0),
            subsampling_factor: above_0(subsampling),
            original_width_px: above_0(original_width),
            original_height_px: above_0(original_height),
            compression_algorithm: compression.as_str(),
            format: format.as_str(),
        })
    }
}

fn above_0(value: Value<'_>) -> Option<u32> {
    value.as_u32().filter(|&number| number > 0)
}

fn frame_pairs(reader: &mut Reader<'_>) -> Result<u32, FrameError> {
    reader.map()?.map_err(|other| FrameError::NotAMap { found: other.kind() })
}

fn metadata_pairs(reader: &mut Reader<'_>) -> Result<u32, FrameError> {
    reader.map()?.map_err(|_| FrameError::MetadataMissing)
}

fn acknowledgeable(id: Value<'_>) -> Result<u8, FrameError> {
    match id {
        Value::Unsigned(n) => u8::try_from(n).map_err(|_| FrameError::IdOutOfRange { id: n }),
        Value::Negative(id) => Err(FrameError::IdNegative { id }),
        other => Err(FrameError::IdNotAnInteger { found: other.kind() }),
    }
}

/// A value and where it is.
type Placed<'a> = (Value<'a>, Range<usize>);

fn jpeg<'a>(image: Option<Placed<'a>>) -> Result<Payload<'a>, FrameError> {
    match image {
        Some((Value::Text(_), place)) => Ok(Payload::JpegBase64(place)),
        other => Err(FrameError::PayloadUnusable { field: "image", expected: "base64 text", found: kind_of(other) }),
    }
}

fn packet<'a>(data: Option<Placed<'a>>) -> Result<Payload<'a>, FrameError> {
    match data {
        Some((Value::Binary(bytes), place)) => {
            let packet = Prefix { bytes, size_bytes: place.len() };
            Ok(Payload::Packet { place, packet })
        }
        other => Err(FrameError::PayloadUnusable { field: "data", expected: "binary data", found: kind_of(other) }),
    }
}

/// Does it begin as a packet does, whatever the format is called?
fn is_uc2f(data: Option<&Placed<'_>>) -> bool {
    matches!(data, Some((Value::Binary(bytes), _)) if bytes.starts_with(&uc2f::MAGIC))
}

fn kind_of(value: Option<Placed<'_>>) -> &'static str {
    value.map_or("missing", |(value, _)| value.kind())
}

#[cfg(test)]
mod tests;
