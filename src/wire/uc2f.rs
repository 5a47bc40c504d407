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
mod tests;
