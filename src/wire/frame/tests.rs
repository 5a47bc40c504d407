//! Frames whole, cut, damaged and odd.

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
        (map(&[("metadata", metadata("webrtc")), ("image", text(""))]), FrameError::UnknownFormat("webrtc".to_owned())),
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
fn a_picture_is_found_also_where_the_format_is_odd() {
    let metadata = |format: Vec<u8>| map(&[("frame_id", vec![5]), ("format", format)]);
    let packet = || {
        let mut data = Vec::new();
        rmp::encode::write_bin(&mut data, &sample::uc2f()).unwrap();
        data
    };
    for format in [text("jpeg"), text("UC2F"), vec![7], vec![0xc0]] {
        let bytes = map(&[("metadata", metadata(format.clone())), ("data", packet())]);
        assert!(matches!(parse(&bytes).unwrap().payload, Payload::Packet { .. }), "{format:x?}");
    }
    for format in [text("binary"), vec![7], vec![0xc0]] {
        let bytes = map(&[("metadata", metadata(format.clone())), ("image", text("/9j/"))]);
        assert!(matches!(parse(&bytes).unwrap().payload, Payload::JpegBase64(_)), "{format:x?}");
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
