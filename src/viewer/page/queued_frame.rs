//! A frame that was read and not yet painted.

use std::ops::Range;

use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use super::frame_info::FrameInfo;
use crate::sync::Timestamp;
use crate::viewer::status::FrameSeq;
use crate::viewer::worker::WorkerCommand;

/// A frame that was read and not yet painted.
pub(super) struct QueuedFrame {
    /// To be acknowledged.
    pub(super) frame_id: u8,
    /// When it came.
    pub(super) at: Timestamp,
    /// What it says about its picture.
    pub(super) info: FrameInfo,
    /// Its bytes, where the browser put them.
    pub(super) message: ArrayBuffer,
    pub(super) picture: PictureBytes,
}

/// Where in the message the picture is, in bytes.
pub(super) enum PictureBytes {
    JpegBase64(Range<usize>),
    Packet { place: Range<usize>, compression: Option<String> },
}

impl PictureBytes {
    /// The command to paint it, which takes the message with it.
    pub(super) fn command(self, seq: FrameSeq, message: &ArrayBuffer) -> WorkerCommand {
        let bytes = |place: Range<usize>| {
            // Within a message, whose size is a `u32`.
            #[allow(clippy::cast_possible_truncation)]
            let (start, len) = (place.start as u32, place.len() as u32);
            Uint8Array::new_with_byte_offset_and_length(message, start, len)
        };
        match self {
            Self::JpegBase64(place) => WorkerCommand::Jpeg { seq, base64: bytes(place) },
            Self::Packet { place, compression } => WorkerCommand::Packet { seq, packet: bytes(place), compression },
        }
    }
}
