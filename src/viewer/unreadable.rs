//! Why a frame is not shown.

use std::mem::{Discriminant, discriminant};

use thiserror::Error;

use super::arrived::MAX_MESSAGE_BYTES;
use crate::picture::JpegError;
use crate::samples::SamplesError;
use crate::wire::FrameError;

/// Why a frame is not shown.
#[derive(Debug, Error)]
pub(super) enum Unreadable {
    /// The message is no frame.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The message is beyond the limit.
    #[error("a frame has {size_bytes} bytes; {MAX_MESSAGE_BYTES} are the limit")]
    TooLarge { size_bytes: usize },
    /// A binary frame's samples can't be had.
    #[error(transparent)]
    Samples(#[from] SamplesError),
    /// A jpeg frame's text is not base64.
    #[error("a jpeg frame is no base64 text: {0}")]
    Base64(#[from] base64::DecodeSliceError),
    /// What the base64 text stands for can't be a picture.
    #[error("a jpeg frame {0}")]
    Jpeg(#[from] JpegError),
    /// The browser can't decode it.
    #[error("the browser can’t decode a jpeg frame: {why}")]
    Undecodable { why: String },
    /// The browser took too long.
    #[error("the browser took over {limit_ms} ms to decode a frame, so it was given up")]
    DecodeTimedOut { limit_ms: u64 },
    /// The browser can't draw.
    #[error("the browser can’t draw: {why}")]
    Undrawable { why: String },
}

impl Unreadable {
    fn kind(&self) -> Kind {
        match self {
            Self::Frame(error) => Kind::Frame(discriminant(error)),
            Self::Samples(error) => Kind::Samples(discriminant(error)),
            other => Kind::Other(discriminant(other)),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Kind {
    Frame(Discriminant<FrameError>),
    Samples(Discriminant<SamplesError>),
    Other(Discriminant<Unreadable>),
}

/// Says each kind of trouble once, because at twenty frames a second more would bury the console.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    /// At most one entry a kind.
    said: Vec<Kind>,
}

impl Complaints {
    pub(super) fn say(&mut self, unreadable: &Unreadable) {
        let kind = unreadable.kind();
        if !self.said.contains(&kind) {
            self.said.push(kind);
            tracing::warn!("[LiveView] {unreadable} (said once; more of this kind are counted)");
        }
    }
}
