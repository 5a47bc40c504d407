//! UC2F: the packet of 16-bit pixels in a binary frame, little-endian.

use thiserror::Error;

use super::prefix::Prefix;

/// The longest side of a picture that is accepted, in pixels.
pub const MAX_SIDE_PX: u32 = 16_384;

/// The most pixels of a picture that is accepted: 64 Mi, such as 8192 × 8192. The largest camera chips have 61 million.
/// On the way to the canvas, that many gray ones already take half a gigabyte of a tab's memory.
pub const MAX_PIXELS: u32 = 64 << 20;

/// What a packet begins with.
pub(super) const MAGIC: [u8; 4] = *b"UC2F";
const VERSION: u8 = 1;
const HEADER_BYTES: usize = 36;

/// A packet whose header was checked, borrowed from what was read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uc2f<'a> {
    /// What the packet says about its pixels.
    pub header: Uc2fHeader,
    /// The pixels: an LZ4 frame, or raw; unpacked they should be [`Uc2fHeader::pixel_bytes`] long.
    pub payload: Prefix<'a>,
}

/// What a packet says about its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uc2fHeader {
    /// Pixels in a row; 1 to [`MAX_SIDE_PX`].
    pub width_px: u32,
    /// Rows; 1 to [`MAX_SIDE_PX`].
    pub height_px: u32,
    /// Bits of a sample that carry information, as the header has it; 1 to 16, or `None` for what can't be. It is a hint:
    /// today's backends say 12 of every camera.
    pub bit_depth: Option<u16>,
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

    /// The format by what two of stride, channels and the format's own number say, or the only one that says something
    /// possible. Backends have sent colour as gray.
    fn understood(width_px: u32, stride_bytes: u32, channels: u8, code: u8) -> Option<Self> {
        let named = match code {
            0 => Some(Self::Gray16),
            1 => Some(Self::BayerRg16),
            2 => Some(Self::Rgb48),
            _ => None,
        };
        let by_stride = [1, 3].into_iter().find(|channels| width_px * 2 * u32::from(*channels) == stride_bytes);
        let by_channels = Some(channels).filter(|channels| [1, 3].contains(channels));
        let by_name = named.map(Self::channels);
        let channels = match (by_stride, by_channels, by_name) {
            (Some(a), Some(b), _) | (Some(a), _, Some(b)) | (_, Some(a), Some(b)) if a == b => a,
            (Some(only), None, None) | (None, Some(only), None) | (None, None, Some(only)) => only,
            _ => return None,
        };
        Some(match named {
            Some(named) if named.channels() == channels => named,
            _ if channels == 3 => Self::Rgb48,
            _ => Self::Gray16,
        })
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

/// A packet that is no UC2F version 1, or that contradicts itself. What is odd in one field is understood by the others.
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
    /// Stride, channels and pixel format don't tell how many samples a pixel has.
    #[error(
        "a binary frame says it has {channels} channels, rows of {stride_bytes} bytes and pixel format {code}, which don’t \
         go together"
    )]
    UnclearPixels {
        /// Stride in the header.
        stride_bytes: u32,
        /// Channels in the header.
        channels: u8,
        /// The pixel format's number in the header.
        code: u8,
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
        let (head, read) = bytes
            .split_first_chunk::<HEADER_BYTES>()
            .filter(|_| size_bytes >= HEADER_BYTES)
            .ok_or(Uc2fError::Truncated { size_bytes })?;
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
        let (stride_bytes, channels, code) = (u32_at(16), head[22], head[23]);
        let pixel_format = PixelFormat::understood(width_px, stride_bytes, channels, code)
            .ok_or(Uc2fError::UnclearPixels { stride_bytes, channels, code })?;
        let bit_depth = Some(u16::from_le_bytes([head[20], head[21]])).filter(|depth| (1..=16).contains(depth));
        let timestamp_ns = u64::from(u32_at(24)) | u64::from(u32_at(28)) << 32;
        let header = Uc2fHeader { width_px, height_px, bit_depth, pixel_format, timestamp_ns };
        let payload = announced(read, size_bytes - HEADER_BYTES, u32_at(32) as usize);
        Ok(Self { header, payload })
    }
}

/// So much of what follows the header as it announces, or all of it where it announces nothing, or more.
fn announced(read: &[u8], size_bytes: usize, announced_bytes: usize) -> Prefix<'_> {
    let size_bytes = if announced_bytes == 0 { size_bytes } else { size_bytes.min(announced_bytes) };
    Prefix { bytes: read.get(..size_bytes).unwrap_or(read), size_bytes }
}

#[cfg(test)]
mod tests;
