//! UC2F: the packet of 16-bit pixels in a binary frame, little-endian.

use thiserror::Error;

use super::prefix::Prefix;

/// The longest side of a picture that is accepted, in pixels.
pub const MAX_SIDE_PX: u32 = 16_384;

/// The most pixels of a picture that is accepted: 64 Mi, such as 8192 × 8192. The largest camera chips have 61 million.
/// On the way to the canvas, that many gray ones already take half a gigabyte of a tab's memory.
pub const MAX_PIXELS: u32 = 64 << 20;

const MAGIC: [u8; 4] = *b"UC2F";
const VERSION: u8 = 1;
const HEADER_BYTES: usize = 36;

/// A packet whose header was checked, borrowed from what was read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uc2f<'a> {
    /// What the packet says about its pixels.
    pub header: Uc2fHeader,
    /// The pixels: an LZ4 frame, or raw; unpacked they are [`Uc2fHeader::pixel_bytes`] long.
    pub payload: Prefix<'a>,
}

/// What a packet says about its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uc2fHeader {
    /// Pixels in a row; 1 to [`MAX_SIDE_PX`].
    pub width_px: u32,
    /// Rows; 1 to [`MAX_SIDE_PX`].
    pub height_px: u32,
    /// Bits of a sample that carry information; 1 to 16.
    pub bit_depth: u16,
    /// What the 16-bit samples are.
    pub pixel_format: PixelFormat,
    /// When the picture was packed, in nanoseconds of the backend's clock since 1970.
    pub timestamp_ns: u64,
}

/// What the 16-bit samples of a picture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    /// One sample a pixel: brightness.
    Gray16,
    /// One sample a pixel, behind a colour filter in rows of RG and GB.
    BayerRg16,
    /// Three samples a pixel: red, green, blue.
    Rgb48,
}

impl PixelFormat {
    /// Samples a pixel.
    pub fn channels(self) -> u8 {
        match self {
            Self::Gray16 | Self::BayerRg16 => 1,
            Self::Rgb48 => 3,
        }
    }
}

impl Uc2fHeader {
    /// Bytes of one unpacked row.
    pub fn stride_bytes(&self) -> u32 {
        self.width_px * 2 * u32::from(self.pixel_format.channels())
    }

    /// Bytes of the unpacked picture; at most 402 653 184.
    pub fn pixel_bytes(&self) -> u32 {
        self.stride_bytes() * self.height_px
    }
}

/// A packet that is no UC2F version 1, or that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Uc2fError {
    /// Shorter than a header.
    #[error("a binary frame has only {size_bytes} bytes, less than its header")]
    Truncated {
        /// The size of the packet.
        size_bytes: usize,
    },
    /// Does not begin with `UC2F`.
    #[error("a binary frame is not in the UC2F format")]
    NotUc2f,
    /// Another version.
    #[error("a binary frame is in version {version} of UC2F; only version 1 is known")]
    UnknownVersion {
        /// The packet's version.
        version: u8,
    },
    /// A side of 0 or above [`MAX_SIDE_PX`].
    #[error("a binary frame says it is {width_px} × {height_px} pixels; 1 to {MAX_SIDE_PX} a side are possible")]
    AbsurdSize {
        /// Pixels in a row.
        width_px: u32,
        /// Rows.
        height_px: u32,
    },
    /// More than [`MAX_PIXELS`].
    #[error("a binary frame says it is {width_px} × {height_px} pixels; {MAX_PIXELS} in all are the limit")]
    TooManyPixels {
        /// Pixels in a row.
        width_px: u32,
        /// Rows.
        height_px: u32,
    },
    /// A pixel format that is not known.
    #[error("a binary frame has the unknown pixel format {code}")]
    UnknownPixelFormat {
        /// The format's number in the header.
        code: u8,
    },
    /// Not the number of channels that the pixel format has.
    #[error("a binary frame says it has {channels} channels, which its pixel format {pixel_format:?} does not have")]
    WrongChannels {
        /// Channels in the header.
        channels: u8,
        /// Pixel format in the header.
        pixel_format: PixelFormat,
    },
    /// Rows that are not as long as width and channels make them.
    #[error("a binary frame says its rows have {stride_bytes} bytes; its width makes them {expected_bytes}")]
    WrongStride {
        /// Stride in the header.
        stride_bytes: u32,
        /// Width × 2 × channels.
        expected_bytes: u32,
    },
    /// A depth that 16-bit samples can't have.
    #[error("a binary frame says its samples have {bit_depth} bits; 1 to 16 are possible")]
    WrongBitDepth {
        /// Bit depth in the header.
        bit_depth: u16,
    },
    /// The payload is shorter or longer than announced.
    #[error("a binary frame announces {announced_bytes} bytes of pixels but has {size_bytes}")]
    WrongPayloadLength {
        /// Payload length in the header.
        announced_bytes: u32,
        /// Bytes behind the header.
        size_bytes: usize,
    },
}

impl<'a> Uc2f<'a> {
    /// Reads and checks the header; the payload stays packed.
    ///
    /// # Errors
    ///
    /// [`Uc2fError`]: what the header says is impossible or disagrees with itself or with the bytes.
    pub fn parse(packet: Prefix<'a>) -> Result<Self, Uc2fError> {
        let Prefix { bytes, size_bytes } = packet;
        let (head, read) = bytes.split_first_chunk::<HEADER_BYTES>().ok_or(Uc2fError::Truncated { size_bytes })?;
        let payload = Prefix { bytes: read, size_bytes: size_bytes.saturating_sub(HEADER_BYTES) };
        let u32_at = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);

        if head[..4] != MAGIC {
            return Err(Uc2fError::NotUc2f);
        }
        if head[4] != VERSION {
            return Err(Uc2fError::UnknownVersion { version: head[4] });
        }
        let (width_px, height_px) = (u32_at(8), u32_at(12));
        if ![width_px, height_px].iter().all(|side_px| (1..=MAX_SIDE_PX).contains(side_px)) {
            return Err(Uc2fError::AbsurdSize { width_px, height_px });
        }
        if width_px * height_px > MAX_PIXELS {
            return Err(Uc2fError::TooManyPixels { width_px, height_px });
        }
        let pixel_format = match head[23] {
            0 => PixelFormat::Gray16,
            1 => PixelFormat::BayerRg16,
            2 => PixelFormat::Rgb48,
            code => return Err(Uc2fError::UnknownPixelFormat { code }),
        };
        let channels = head[22];
        if channels != pixel_format.channels() {
            return Err(Uc2fError::WrongChannels { channels, pixel_format });
        }
        let bit_depth = u16::from_le_bytes([head[20], head[21]]);
        if !(1..=16).contains(&bit_depth) {
            return Err(Uc2fError::WrongBitDepth { bit_depth });
        }
        let timestamp_ns = u64::from(u32_at(24)) | u64::from(u32_at(28)) << 32;
        let header = Uc2fHeader { width_px, height_px, bit_depth, pixel_format, timestamp_ns };
        let stride_bytes = u32_at(16);
        if stride_bytes != header.stride_bytes() {
            return Err(Uc2fError::WrongStride { stride_bytes, expected_bytes: header.stride_bytes() });
        }
        let announced_bytes = u32_at(32);
        if announced_bytes as usize != payload.size_bytes {
            return Err(Uc2fError::WrongPayloadLength { announced_bytes, size_bytes: payload.size_bytes });
        }
        Ok(Self { header, payload })
    }
}

#[cfg(test)]
mod tests {
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
}
