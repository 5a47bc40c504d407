//! Why a binary frame's samples can't be had.

use pixels::unpack;
use thiserror::Error;

use super::UnsupportedCompression;
use crate::wire::Uc2fError;

/// A binary frame whose samples can't be had.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SamplesError {
    /// The packet is no UC2F, or contradicts itself.
    #[error(transparent)]
    Packet(#[from] Uc2fError),
    /// Packed in a way that is not known.
    #[error("a binary frame {0}")]
    Compression(#[from] UnsupportedCompression),
    /// An LZ4 frame that is broken, or does not unpack to the announced size.
    #[error("a binary frame's LZ4 data {0}")]
    Lz4(#[from] unpack::Lz4Error),
    /// Not packed, and of another size than its header says.
    #[error("a binary frame has {size_bytes} bytes of pixels; its header makes them {expected_bytes}")]
    WrongSize {
        /// Bytes that came.
        size_bytes: usize,
        /// Bytes that width, height and channels make.
        expected_bytes: usize,
    },
    /// So few bytes can't unpack to what the header says.
    #[error(
        "a binary frame has {size_bytes} bytes of LZ4 data, which can't be the {expected_bytes} bytes of its header"
    )]
    Impossible {
        /// Bytes that came.
        size_bytes: usize,
        /// Bytes that width, height and channels make.
        expected_bytes: usize,
    },
    /// The browser has no memory for it.
    #[error("a picture needs {needed_bytes} bytes of memory, which the browser does not have")]
    NoMemory {
        /// Bytes of the one buffer that could not be had.
        needed_bytes: usize,
    },
}
