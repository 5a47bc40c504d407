//! Packed pixels to pixels.

use std::io::{self, Read};

use lz4_flex::frame::{Error as FrameError, FrameDecoder};
use thiserror::Error;

/// What an LZ4 frame begins with.
pub const LZ4_MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

/// No byte of an LZ4 frame stands for more bytes than this: a length grows by at most 255 a byte.
pub const MAX_LZ4_EXPANSION: usize = 255;

/// An LZ4 frame that can't be unpacked into the room there is for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Lz4Error {
    /// Ends before its end mark.
    #[error("ends too early")]
    Truncated,
    /// Begins with other bytes than an LZ4 frame.
    #[error("does not begin as an LZ4 frame does")]
    NotLz4,
    /// Of a version, or with a feature, that no backend is known to use.
    #[error("uses a feature of LZ4 frames that is not supported: {0}")]
    Unsupported(&'static str),
    /// What the blocks contain is no LZ4.
    #[error("has a broken block")]
    BrokenBlock,
    /// One of its checksums is wrong.
    #[error("does not have the checksum that it says")]
    WrongChecksum,
    /// Its own header says another size.
    #[error("does not have the size that its own header says")]
    WrongContentSize,
    /// Unpacks to more bytes than were announced; they were not written.
    #[error("unpacks to more than the announced {expected_bytes} bytes")]
    TooLong {
        /// The size of the buffer.
        expected_bytes: usize,
    },
    /// Unpacks to fewer bytes than were announced.
    #[error("unpacks to {size_bytes} bytes instead of {expected_bytes}")]
    TooShort {
        /// Bytes that it has.
        size_bytes: usize,
        /// The size of the buffer.
        expected_bytes: usize,
    },
    /// Bytes follow its end.
    #[error("goes on for {size_bytes} bytes after its end")]
    Trailing {
        /// Bytes that follow.
        size_bytes: usize,
    },
}

/// Unpacks a whole LZ4 frame, which must have exactly as many bytes as `unpacked`. That never grows: a frame that wants
/// to be longer is given up where it does. After an error, what is in `unpacked` means nothing.
///
/// The decoder has buffers of its own for a few blocks, 12 MiB at most whatever the frame says.
///
/// # Errors
///
/// [`Lz4Error`].
#[inline(never)]
pub fn lz4_frame(frame: &[u8], unpacked: &mut [u8]) -> Result<(), Lz4Error> {
    // The decoder would take other kinds of frames as well.
    match frame.first_chunk() {
        Some(&LZ4_MAGIC) => {}
        Some(_) => return Err(Lz4Error::NotLz4),
        None => return Err(Lz4Error::Truncated),
    }
    let expected_bytes = unpacked.len();
    let mut decoder = FrameDecoder::new(Packed { rest: frame, ran_out: false });
    let mut size_bytes = 0;
    while size_bytes < expected_bytes {
        match decoder.read(&mut unpacked[size_bytes..])? {
            0 => break,
            read_bytes => size_bytes += read_bytes,
        }
    }
    // Only reading on shows whether the frame ends here. Once it has ended, the decoder would look for another frame.
    let is_full = size_bytes == expected_bytes;
    if is_full && decoder.read(&mut [0])? > 0 {
        return Err(Lz4Error::TooLong { expected_bytes });
    }
    let Packed { rest, ran_out } = decoder.into_inner();
    if ran_out {
        return Err(Lz4Error::Truncated);
    }
    if !is_full {
        return Err(Lz4Error::TooShort { size_bytes, expected_bytes });
    }
    if !rest.is_empty() {
        return Err(Lz4Error::Trailing { size_bytes: rest.len() });
    }
    Ok(())
}

/// The bytes of a frame. The decoder takes their end for the frame's, so they remember whether it wanted more.
struct Packed<'a> {
    rest: &'a [u8],
    /// More bytes were wanted than there are.
    ran_out: bool,
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read_bytes = self.rest.read(buffer)?;
        self.ran_out |= read_bytes < buffer.len();
        Ok(read_bytes)
    }
}

impl From<io::Error> for Lz4Error {
    fn from(error: io::Error) -> Self {
        match FrameError::from(error) {
            // Bytes in memory can't be read only where there are no more.
            FrameError::IoError(_) => Self::Truncated,
            FrameError::WrongMagicNumber | FrameError::SkippableFrame(_) => Self::NotLz4,
            FrameError::UnsupportedVersion(_) => Self::Unsupported("another version"),
            FrameError::DictionaryNotSupported => Self::Unsupported("a dictionary"),
            FrameError::UnsupportedBlocksize(_) => Self::Unsupported("another block size"),
            FrameError::ReservedBitsSet => Self::Unsupported("a reserved flag"),
            FrameError::HeaderChecksumError | FrameError::BlockChecksumError | FrameError::ContentChecksumError => {
                Self::WrongChecksum
            }
            FrameError::ContentLengthError { .. } => Self::WrongContentSize,
            _ => Self::BrokenBlock,
        }
    }
}

#[cfg(test)]
mod tests;
