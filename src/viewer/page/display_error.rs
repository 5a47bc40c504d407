//! Why a frame is not shown, as far as the page itself can tell.

use std::mem::{Discriminant, discriminant};

use thiserror::Error;

use crate::viewer::image::SamplesError;
use crate::wire::{FrameError, MAX_PIXELS, truncated};

/// The largest message that is read: the largest gray picture, not packed, and 1 MiB for what is said about it.
pub(super) const MAX_MESSAGE_BYTES: u32 = 2 * MAX_PIXELS + (1 << 20);

/// Why a frame is not shown.
#[derive(Debug, Error)]
pub(super) enum DisplayError {
    /// The message is no frame.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The message is beyond the limit.
    #[error("a frame has {size_bytes} bytes; {MAX_MESSAGE_BYTES} are the limit")]
    TooLarge { size_bytes: u32 },
    /// A binary frame contradicts itself.
    #[error(transparent)]
    Samples(#[from] SamplesError),
    /// The painter took too long.
    #[error("the browser took over {limit_ms} ms to paint a frame, so it was given up")]
    TimedOut { limit_ms: u64 },
    /// The painter ended, or never began.
    #[error("what paints the picture has failed, and is tried again: {why}")]
    PainterFailed { why: String },
}

/// Two of the same kind are reported once.
#[derive(Debug, PartialEq)]
pub(super) enum ErrorKind {
    Frame(Discriminant<FrameError>),
    Samples(Discriminant<SamplesError>),
    Other(Discriminant<DisplayError>),
}

impl DisplayError {
    /// Why the painter failed, in few words.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::PainterFailed { why } => truncated(why),
            other => truncated(&other.to_string()),
        }
    }

    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Frame(error) => ErrorKind::Frame(discriminant(error)),
            Self::Samples(error) => ErrorKind::Samples(discriminant(error)),
            other => ErrorKind::Other(discriminant(other)),
        }
    }
}
