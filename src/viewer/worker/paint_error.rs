//! Why a picture is not on the canvas.

use std::mem::{Discriminant, discriminant};

use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::browser::js_error::in_words;
use crate::viewer::image::JpegError;
use crate::viewer::image::SamplesError;

/// Why a picture is not on the canvas.
#[derive(Debug, Error)]
pub(super) enum PaintError {
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
    /// The browser lost the canvas, as after a reset of the graphics card, and says when it has it again.
    #[error("the browser has lost what it paints on")]
    Lost,
    /// The browser can't draw.
    #[error("the browser can’t draw: {why}")]
    Undrawable { why: String },
}

/// Two of the same kind are reported once.
#[derive(Debug, PartialEq)]
pub(super) enum ErrorKind {
    Samples(Discriminant<SamplesError>),
    Other(Discriminant<PaintError>),
}

impl PaintError {
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Samples(error) => ErrorKind::Samples(discriminant(error)),
            other => ErrorKind::Other(discriminant(other)),
        }
    }

    pub(super) fn undecodable(why: &JsValue) -> Self {
        Self::Undecodable { why: in_words(why) }
    }

    pub(super) fn undrawable(why: &JsValue) -> Self {
        Self::Undrawable { why: in_words(why) }
    }
}
