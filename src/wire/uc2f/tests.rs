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
        bit_depth: 12,
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
    assert_eq!(Uc2f::parse(longer), Err(Uc2fError::WrongPayloadLength { announced_bytes: 12, size_bytes: 13 }));
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
    assert_eq!(with(16, &[7]), Err(Uc2fError::WrongStride { stride_bytes: 7, expected_bytes: 6 }));
    assert_eq!(with(20, &[0]), Err(Uc2fError::WrongBitDepth { bit_depth: 0 }));
    assert_eq!(with(20, &[17]), Err(Uc2fError::WrongBitDepth { bit_depth: 17 }));
    assert_eq!(with(22, &[3]), Err(Uc2fError::WrongChannels { channels: 3, pixel_format: PixelFormat::Gray16 }));
    assert_eq!(with(23, &[2]), Err(Uc2fError::WrongChannels { channels: 1, pixel_format: PixelFormat::Rgb48 }));
    assert_eq!(with(23, &[3]), Err(Uc2fError::UnknownPixelFormat { code: 3 }));
    let longer = Err(Uc2fError::WrongPayloadLength { announced_bytes: u32::MAX, size_bytes: 12 });
    assert_eq!(with(32, &[255; 4]), longer);
}

#[test]
fn a_packet_cut_anywhere_is_an_error() {
    let bytes = sample::uc2f();
    for len in 0..bytes.len() {
        let expected = if len < 36 {
            Uc2fError::Truncated { size_bytes: len }
        } else {
            Uc2fError::WrongPayloadLength { announced_bytes: 12, size_bytes: len - 36 }
        };
        assert_eq!(parse(&bytes[..len]), Err(expected));
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
            prop_assert_eq!(packet.payload.bytes.len(), 12);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = parse(&bytes);
    }
}
