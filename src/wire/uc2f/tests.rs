//! Packets whole, cut and contradictory.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::super::sample;
use super::*;

fn parse(packet: &[u8]) -> Result<Uc2f<'_>, Uc2fError> {
    Uc2f::parse(packet.into())
}

fn with(at: usize, bytes: &[u8]) -> Result<Uc2fHeader, Uc2fError> {
    let mut packet = sample::uc2f();
    packet[at..at + bytes.len()].copy_from_slice(bytes);
    parse(&packet).map(|packet| packet.header)
}

#[test]
fn a_captured_header_is_read() {
    let mut bytes = sample::CAPTURED_UC2F_HEADER.to_vec();
    bytes.extend([0; 0x24f3]);
    let packet = parse(&bytes).unwrap();
    let expected = Uc2fHeader {
        width_px: 100,
        height_px: 75,
        bit_depth: Some(12),
        pixel_format: PixelFormat::Gray16,
        timestamp_ns: 0x18ea_6c55_d44b_30cf,
    };
    assert_eq!(packet.header, expected);
    assert_eq!(packet.header.pixel_bytes(), 100 * 75 * 2);
    assert_eq!(packet.payload.bytes.len(), 0x24f3);
}

#[test]
fn a_packet_lends_its_payload() {
    let bytes = sample::uc2f();
    assert_eq!(parse(&bytes).unwrap().payload, Prefix::from(&bytes[36..]));
}

#[test]
fn the_header_and_the_size_are_enough() {
    let bytes = sample::uc2f();
    let header = parse(&bytes).unwrap().header;
    let packet = Prefix { bytes: &bytes[..36], size_bytes: bytes.len() };
    assert_eq!(Uc2f::parse(packet), Ok(Uc2f { header, payload: Prefix { bytes: &[], size_bytes: 12 } }));
    let longer = Prefix { bytes: &bytes, size_bytes: bytes.len() + 1 };
    assert_eq!(Uc2f::parse(longer).map(|packet| packet.payload.size_bytes), Ok(12), "what follows is not looked at");
}

#[test]
fn colour_has_three_channels() {
    let mut bytes = sample::uc2f();
    bytes[16] = 18;
    bytes[22] = 3;
    bytes[23] = 2;
    let header = parse(&bytes).unwrap().header;
    assert_eq!((header.pixel_format, header.stride_bytes(), header.pixel_bytes()), (PixelFormat::Rgb48, 18, 36));
    assert_eq!(with(23, &[1]).unwrap().pixel_format, PixelFormat::BayerRg16);
}

#[test]
fn what_is_odd_in_one_field_is_understood_by_the_others() {
    // Colour that is called gray, as older backends send it: three channels, rows of 6 bytes a pixel.
    let with_kind = |stride_bytes: u8, channels: u8, format: u8| {
        let mut bytes = sample::uc2f();
        (bytes[16], bytes[22], bytes[23]) = (stride_bytes, channels, format);
        parse(&bytes).map(|packet| packet.header.pixel_format)
    };
    use PixelFormat::{BayerRg16, Gray16, Rgb48};
    for (stride_bytes, channels, format, expected) in [
        (18, 3, 0, Rgb48),
        (18, 3, 9, Rgb48),
        (18, 0, 2, Rgb48),
        (18, 1, 2, Rgb48),
        (0, 3, 2, Rgb48),
        (7, 3, 2, Rgb48),
        (0, 3, 9, Rgb48),
        (18, 0, 9, Rgb48),
        (6, 1, 9, Gray16),
        (6, 1, 2, Gray16),
        (6, 3, 0, Gray16),
        (0, 1, 0, Gray16),
        (6, 0, 1, BayerRg16),
        (6, 4, 0, Gray16),
    ] {
        assert_eq!(with_kind(stride_bytes, channels, format), Ok(expected), "{stride_bytes} {channels} {format}");
    }
    for bit_depth in [0, 17, 255] {
        assert_eq!(with(20, &[bit_depth]).unwrap().bit_depth, None, "{bit_depth}");
    }
    assert_eq!(with(20, &[16]).unwrap().bit_depth, Some(16));
    // The payload is what follows, as far as it is announced.
    for announced in [[255; 4], [0; 4]] {
        let mut bytes = sample::uc2f();
        bytes[32..36].copy_from_slice(&announced);
        assert_eq!(parse(&bytes).unwrap().payload.size_bytes, 12);
    }
}

#[test]
fn the_largest_picture_overflows_nothing() {
    let mut bytes = sample::uc2f();
    bytes[8..12].copy_from_slice(&MAX_SIDE_PX.to_le_bytes());
    bytes[12..16].copy_from_slice(&(MAX_PIXELS / MAX_SIDE_PX).to_le_bytes());
    bytes[16..20].copy_from_slice(&(MAX_SIDE_PX * 6).to_le_bytes());
    bytes[22..24].copy_from_slice(&[3, 2]);
    assert_eq!(parse(&bytes).unwrap().header.pixel_bytes(), 402_653_184);
}

#[test]
fn contradictions_are_named() {
    assert_eq!(with(0, b"uc2f"), Err(Uc2fError::NotUc2f));
    assert_eq!(with(4, &[2]), Err(Uc2fError::UnknownVersion { version: 2 }));
    assert_eq!(with(8, &[0]), Err(Uc2fError::AbsurdSize { width_px: 0, height_px: 2 }));
    assert_eq!(with(12, &[1, 64]), Err(Uc2fError::AbsurdSize { width_px: 3, height_px: 16_385 }));
    assert_eq!(with(8, &[255; 8]), Err(Uc2fError::AbsurdSize { width_px: u32::MAX, height_px: u32::MAX }));
    let sides: [u8; 8] = [0, 64, 0, 0, 1, 16, 0, 0]; // 16384, 4097
    assert_eq!(with(8, &sides), Err(Uc2fError::TooManyPixels { width_px: 16_384, height_px: 4_097 }));
    // Stride, bit depth, channels, pixel format: no two of them agree on the samples of a pixel.
    let unclear = |stride_bytes, channels, code| Err(Uc2fError::UnclearPixels { stride_bytes, channels, code });
    assert_eq!(with(16, &[12, 0, 0, 0, 12, 0, 2, 9]), unclear(12, 2, 9));
    assert_eq!(with(16, &[24, 0, 0, 0, 12, 0, 3, 0]), unclear(24, 3, 0));
}

#[test]
fn a_packet_cut_anywhere_has_no_more_than_what_is_there() {
    let bytes = sample::uc2f();
    for len in 0..bytes.len() {
        let read = parse(&bytes[..len]).map(|packet| packet.payload.size_bytes);
        let expected = if len < 36 { Err(Uc2fError::Truncated { size_bytes: len }) } else { Ok(len - 36) };
        assert_eq!(read, expected, "whether so many bytes are enough is seen when they are unpacked");
    }
}

proptest! {
    #[test]
    fn damaged_packets_never_panic(at in 0..48_usize, with in any::<[u8; 4]>()) {
        let mut bytes = sample::uc2f();
        for (byte, with) in bytes[at..].iter_mut().zip(with) {
            *byte = with;
        }
        if let Ok(packet) = parse(&bytes) {
            prop_assert!(packet.header.pixel_bytes() > 0);
            prop_assert!(packet.payload.bytes.len() <= 12);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = parse(&bytes);
    }
}
