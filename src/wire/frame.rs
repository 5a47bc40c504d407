//! One `frame` event: a MessagePack map of metadata and one picture.

use std::ops::Range;

use thiserror::Error;

use super::excerpt::excerpt;
use super::msgpack::{MsgpackError, Reader, Value};
use super::prefix::Prefix;

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
            Some("jpeg") => jpeg(image)?,
            Some("binary") => packet(data)?,
            Some(unknown) => return Err(FrameError::UnknownFormat(excerpt(unknown))),
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

fn kind_of(value: Option<Placed<'_>>) -> &'static str {
    value.map_or("missing", |(value, _)| value.kind())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::super::sample::{self, map, text};
    use super::*;

    fn parse(bytes: &[u8]) -> Result<Frame<'_>, FrameError> {
        Frame::parse(bytes.into())
    }

    fn id_of(bytes: &[u8]) -> Result<u8, FrameError> {
        frame_id(bytes.into())
    }

    /// The picture's own bytes, whatever it is.
    fn picture<'a>(bytes: &'a [u8], frame: &Frame<'_>) -> &'a [u8] {
        match &frame.payload {
            Payload::JpegBase64(place) | Payload::Packet { place, .. } => &bytes[place.clone()],
        }
    }

    /// A frame whose metadata holds only this id.
    fn frame_with_id(id: &[u8]) -> Vec<u8> {
        map(&[("metadata", map(&[("frame_id", id.to_vec())])), ("image", text("/9j/"))])
    }

    #[test]
    fn a_jpeg_frame_says_where_its_base64_text_is() {
        let bytes = sample::jpeg_frame(7);
        let frame = parse(&bytes).unwrap();
        assert!(matches!(frame.payload, Payload::JpegBase64(_)));
        assert_eq!(picture(&bytes, &frame), b"/9j/4AAQSkZJRg==");
        assert_eq!(frame.metadata.frame_id, 7);
        assert_eq!(frame.metadata.detector_name, Some("WidefieldCamera"));
        assert_eq!(frame.metadata.server_timestamp_s, Some(1_795_366_514.903_273_6));
        assert_eq!(frame.metadata.pixel_size_um, Some(1.0));
    }

    #[test]
    fn the_head_of_a_captured_jpeg_frame_is_read() {
        let mut bytes = sample::CAPTURED_JPEG_HEAD.to_vec();
        bytes.extend([b'A'; 0x23c]);
        let frame = parse(&bytes).unwrap();
        assert_eq!(frame.metadata.frame_id, 0);
        assert_eq!(frame.metadata.detector_name, Some("WidefieldCamera"));
        assert_eq!(frame.payload, Payload::JpegBase64(bytes.len() - 0x23c..bytes.len()));
    }

    #[test]
    fn the_head_of_a_captured_binary_frame_is_read() {
        let mut bytes = sample::CAPTURED_BINARY_HEAD.to_vec();
        bytes.extend([0; 0x2517]);
        let frame = parse(&bytes).unwrap();
        assert_eq!(frame.metadata.frame_id, 7);
        assert_eq!(frame.metadata.compression_algorithm, Some("lz4"));
        assert_eq!(frame.metadata.subsampling_factor, Some(4));
        assert_eq!((frame.metadata.original_width_px, frame.metadata.original_height_px), (Some(400), Some(300)));
        let packet = Prefix::from(&[0; 0x2517][..]);
        assert_eq!(frame.payload, Payload::Packet { place: bytes.len() - 0x2517..bytes.len(), packet });
    }

    #[test]
    fn the_order_of_keys_does_not_matter_and_unknown_ones_are_skipped() {
        let metadata =
            map(&[("new", map(&[("deep", vec![0x93, 1, 2, 3])])), ("format", text("jpeg")), ("frame_id", vec![9])]);
        let bytes = map(&[("later", vec![0xd6, 1, 0, 0, 0, 0]), ("image", text("/9j/")), ("metadata", metadata)]);
        assert_eq!(picture(&bytes, &parse(&bytes).unwrap()), b"/9j/");
        assert_eq!(id_of(&bytes), Ok(9));
    }

    #[test]
    fn keys_that_are_no_text_are_skipped() {
        let mut bytes = vec![0x83, 0x92, 1, 2, 0xc0]; // {[1, 2]: nil, "metadata": …, "image": …}
        bytes.extend(&frame_with_id(&[3])[1..]);
        assert_eq!(parse(&bytes).unwrap().metadata.frame_id, 3);
        assert_eq!(id_of(&bytes), Ok(3));
    }

    #[test]
    fn the_first_of_two_ids_counts_in_both_readings() {
        let bytes = map(&[("metadata", map(&[("frame_id", vec![1]), ("frame_id", vec![2])])), ("image", text(""))]);
        assert_eq!(parse(&bytes).unwrap().metadata.frame_id, 1);
        assert_eq!(id_of(&bytes), Ok(1));
    }

    #[test]
    fn the_first_of_two_pictures_counts() {
        let metadata = |id: u8| map(&[("frame_id", vec![id])]);
        let bytes = map(&[
            ("metadata", metadata(1)),
            ("image", text("first")),
            ("metadata", metadata(2)),
            ("image", text("second")),
        ]);
        let frame = parse(&bytes).unwrap();
        assert_eq!((frame.metadata.frame_id, picture(&bytes, &frame)), (1, &b"first"[..]));
        assert_eq!(id_of(&bytes), Ok(1));
    }

    #[test]
    fn a_pixel_without_size_has_no_size() {
        for size in [vec![0x00], vec![0xff], vec![0xca, 0xbf, 0x80, 0, 0]] {
            let metadata = map(&[("frame_id", vec![1]), ("pixel_size", size)]);
            let bytes = map(&[("metadata", metadata), ("image", text(""))]);
            assert_eq!(parse(&bytes).unwrap().metadata.pixel_size_um, None, "{bytes:x?}");
        }
    }

    #[test]
    fn only_integers_from_0_to_255_are_ids() {
        let cases: [(&[u8], Result<u8, FrameError>); 14] = [
            (&[0x00], Ok(0)),
            (&[0x7f], Ok(127)),
            (&[0xcc, 0xff], Ok(255)),
            (&[0xcf, 0, 0, 0, 0, 0, 0, 0, 200], Ok(200)),
            (&[0xd2, 0, 0, 0, 5], Ok(5)),
            (&[0xcd, 1, 0], Err(FrameError::IdOutOfRange { id: 256 })),
            (&[0xcf, 255, 255, 255, 255, 255, 255, 255, 255], Err(FrameError::IdOutOfRange { id: u64::MAX })),
            (&[0xff], Err(FrameError::IdNegative { id: -1 })),
            (&[0xca, 0x40, 0xe0, 0, 0], Err(FrameError::IdNotAnInteger { found: "a float" })), // 7.0
            (&[0xc0], Err(FrameError::IdNotAnInteger { found: "nil" })),
            (&[0xc3], Err(FrameError::IdNotAnInteger { found: "a boolean" })),
            (&[0xa1, b'7'], Err(FrameError::IdNotAnInteger { found: "text" })),
            (&[0x91, 0x07], Err(FrameError::IdNotAnInteger { found: "an array" })),
            (&[0xd4, 0, 7], Err(FrameError::IdNotAnInteger { found: "an extension" })),
        ];
        for (id, expected) in cases {
            let bytes = frame_with_id(id);
            assert_eq!(id_of(&bytes), expected, "{id:x?}");
            assert_eq!(parse(&bytes).map(|frame| frame.metadata.frame_id), expected, "{id:x?}");
        }
    }

    #[test]
    fn the_id_is_found_although_the_picture_is_unusable() {
        let metadata = |format: &str| map(&[("frame_id", vec![5]), ("format", text(format))]);
        let cases = [
            (
                map(&[("metadata", metadata("webrtc")), ("image", text(""))]),
                FrameError::UnknownFormat("webrtc".to_owned()),
            ),
            (
                map(&[("metadata", metadata("jpeg"))]),
                FrameError::PayloadUnusable { field: "image", expected: "base64 text", found: "missing" },
            ),
            (
                map(&[("metadata", metadata("jpeg")), ("image", vec![0xc4, 1, 0])]),
                FrameError::PayloadUnusable { field: "image", expected: "base64 text", found: "binary data" },
            ),
            (
                map(&[("metadata", metadata("binary")), ("image", text("")), ("data", text(""))]),
                FrameError::PayloadUnusable { field: "data", expected: "binary data", found: "text" },
            ),
            (
                map(&[("metadata", metadata("jpeg")), ("image", vec![0xdb, 0xff, 0xff, 0xff, 0xff, b'/'])]),
                FrameError::Msgpack(MsgpackError::Truncated),
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(parse(&bytes), Err(expected));
            assert_eq!(id_of(&bytes), Ok(5));
        }
    }

    #[test]
    fn what_is_no_frame_is_named() {
        assert_eq!(parse(&[]), Err(FrameError::Msgpack(MsgpackError::Truncated)));
        assert_eq!(parse(&[0x90]), Err(FrameError::NotAMap { found: "an array" }));
        assert_eq!(parse(&[0x80]), Err(FrameError::MetadataMissing));
        assert_eq!(parse(&map(&[("metadata", vec![0x07])])), Err(FrameError::MetadataMissing));
        assert_eq!(parse(&map(&[("metadata", vec![0x80])])), Err(FrameError::IdMissing));
        assert_eq!(id_of(&map(&[("metadata", vec![0x80])])), Err(FrameError::IdMissing));
        assert_eq!(id_of(&map(&[("image", text(""))])), Err(FrameError::MetadataMissing));
    }

    #[test]
    fn odd_optional_metadata_counts_as_missing() {
        let metadata = map(&[
            ("frame_id", vec![1]),
            ("pixel_size", text("big")),
            ("server_timestamp", vec![0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]), // NaN
            ("detector_name", vec![0xa1, 0xff]),
            ("subsampling_factor", vec![0]),
            ("original_width", vec![0]),
            ("original_height", text("tall")),
        ]);
        let bytes = map(&[("metadata", metadata), ("data", vec![0xc4, 0])]);
        let frame = parse(&bytes).unwrap();
        assert_eq!(frame.payload, Payload::Packet { place: bytes.len()..bytes.len(), packet: Prefix::from(&[][..]) });
        let expected = Metadata {
            frame_id: 1,
            server_timestamp_s: None,
            detector_name: None,
            pixel_size_um: None,
            subsampling_factor: None,
            original_width_px: None,
            original_height_px: None,
            compression_algorithm: None,
            format: None,
        };
        assert_eq!(frame.metadata, expected);
    }

    #[test]
    fn a_frame_cut_anywhere_is_an_error_and_its_id_is_found_once_it_is_there() {
        for bytes in [sample::jpeg_frame(7), sample::binary_frame(7)] {
            let id_end = bytes.windows(8).position(|window| window == b"frame_id").unwrap() + 9;
            for len in 0..bytes.len() {
                assert_eq!(parse(&bytes[..len]), Err(FrameError::Msgpack(MsgpackError::Truncated)));
                let expected = if len < id_end { Err(FrameError::Msgpack(MsgpackError::Truncated)) } else { Ok(7) };
                assert_eq!(id_of(&bytes[..len]), expected, "cut at {len}");
            }
        }
    }

    /// A message of which only so many bytes were read.
    fn beginning(bytes: &[u8], read_bytes: usize) -> Prefix<'_> {
        Prefix { bytes: &bytes[..read_bytes], size_bytes: bytes.len() }
    }

    #[test]
    fn a_picture_that_comes_last_need_not_be_read() {
        for (head, size_bytes) in [(sample::CAPTURED_JPEG_HEAD, 0x23c), (sample::CAPTURED_BINARY_HEAD, 0x2517)] {
            let bytes = [head, &vec![b'A'; size_bytes]].concat();
            let whole = parse(&bytes).unwrap();
            for read_bytes in 0..bytes.len() {
                let message = beginning(&bytes, read_bytes);
                let frame = Frame::parse(message);
                if read_bytes < head.len() + 64 {
                    assert!(frame.unwrap_err().wants_more(), "{read_bytes} bytes");
                    continue;
                }
                let frame = frame.unwrap();
                assert_eq!((&frame.metadata, picture(&bytes, &frame)), (&whole.metadata, picture(&bytes, &whole)));
                if let Payload::Packet { packet, .. } = frame.payload {
                    let expected = Prefix { bytes: &bytes[head.len()..read_bytes], size_bytes };
                    assert_eq!(packet, expected);
                }
            }
        }
    }

    #[test]
    fn what_follows_a_long_picture_has_to_be_read() {
        let image = text(&"A".repeat(200));
        let metadata = map(&[("frame_id", vec![7])]);
        let bytes = map(&[("image", image), ("metadata", metadata)]);
        assert_eq!(parse(&bytes).unwrap().payload, Payload::JpegBase64(9..209));
        for read_bytes in 0..bytes.len() {
            assert!(Frame::parse(beginning(&bytes, read_bytes)).unwrap_err().wants_more());
            assert_eq!(frame_id(beginning(&bytes, read_bytes)), Err(FrameError::Msgpack(MsgpackError::Truncated)));
        }
    }

    #[test]
    fn a_picture_longer_than_its_message_is_an_error_however_much_was_read() {
        let metadata = map(&[("frame_id", vec![7])]);
        let mut bytes = map(&[("metadata", metadata), ("image", text(&"A".repeat(200)))]);
        bytes.pop();
        for read_bytes in 0..=bytes.len() {
            let frame = Frame::parse(beginning(&bytes, read_bytes));
            assert_eq!(frame, Err(FrameError::Msgpack(MsgpackError::Truncated)));
        }
    }

    proptest! {
        #[test]
        fn what_a_beginning_says_is_true_of_the_whole(
            at in 0..sample::binary_frame(7).len(), with in any::<u8>(), read_bytes in 0..600_usize,
        ) {
            let mut bytes = sample::binary_frame(7);
            bytes[at] = with;
            let message = beginning(&bytes, read_bytes.min(bytes.len()));
            match (Frame::parse(message), parse(&bytes)) {
                (Ok(frame), whole) => {
                    let whole = whole.unwrap();
                    prop_assert_eq!(&frame.metadata, &whole.metadata);
                    prop_assert_eq!(picture(&bytes, &frame), picture(&bytes, &whole));
                }
                (Err(error), whole) => prop_assert!(error.wants_more() || whole == Err(error)),
            }
        }

        #[test]
        fn damaged_frames_never_panic_and_both_readings_agree(
            at in 0..sample::binary_frame(7).len(), with in any::<u8>(), cut in 0..400_usize,
        ) {
            let mut bytes = sample::binary_frame(7);
            bytes[at] = with;
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Ok(frame) = parse(&bytes) {
                prop_assert_eq!(id_of(&bytes), Ok(frame.metadata.frame_id));
            }
        }
    }
}
