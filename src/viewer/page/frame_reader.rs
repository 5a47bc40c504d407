//! Reads the heads of frames.

use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use super::display_error::{DisplayError, MAX_MESSAGE_BYTES};
use super::frame_info::FrameInfo;
use super::queued_frame::{PictureBytes, QueuedFrame};
use crate::sync::Timestamp;
use crate::viewer::image::RawImage;
use crate::viewer::worker::fill;
use crate::wire::{self, Frame, Payload, Prefix};

/// So much of a message is read at first. What a frame says comes before its picture, in under 1 kB.
const BEGINNING_BYTES: u32 = 4 << 10;

/// Reads the heads of frames. A picture stays where the browser put it.
#[derive(Default)]
pub(super) struct FrameReader {
    /// Where the beginning of a message comes to; kept from frame to frame.
    beginning: Vec<u8>,
}

impl FrameReader {
    /// Reads a frame that came `at`.
    pub(super) fn read(&mut self, message: &ArrayBuffer, at: Timestamp) -> Result<QueuedFrame, DisplayError> {
        let size_bytes = message.byte_length();
        if size_bytes > MAX_MESSAGE_BYTES {
            return Err(DisplayError::TooLarge { size_bytes });
        }
        self.look(message, |beginning| {
            let Frame { metadata, payload } = Frame::parse(beginning)?;
            let picture = match payload {
                Payload::JpegBase64(place) => PictureBytes::JpegBase64(place),
                Payload::Packet { place, packet } => {
                    let compression = metadata.compression_algorithm;
                    RawImage::check(packet, compression)?;
                    PictureBytes::Packet { place, compression: compression.map(str::to_owned) }
                }
            };
            let (frame_id, info) = (metadata.frame_id, FrameInfo::of(&metadata));
            Ok(QueuedFrame { frame_id, at, info, message: message.clone(), picture })
        })
    }

    /// The id of a frame that could not be read.
    pub(super) fn frame_id(&mut self, message: &ArrayBuffer) -> Result<u8, DisplayError> {
        self.look(message, |beginning| Ok(wire::frame_id(beginning)?))
    }

    /// Reads something from a message's beginning, or from all of it if that is not enough.
    fn look<T>(
        &mut self,
        message: &ArrayBuffer,
        read: impl Fn(Prefix<'_>) -> Result<T, DisplayError>,
    ) -> Result<T, DisplayError> {
        let size_bytes = message.byte_length();
        let up_to = |limit_bytes| Uint8Array::new_with_byte_offset_and_length(message, 0, size_bytes.min(limit_bytes));
        let prefix = |bytes| Prefix { bytes, size_bytes: size_bytes as usize };
        match read(prefix(fill(&mut self.beginning, &up_to(BEGINNING_BYTES)))) {
            // This is rare, so the memory for it is not kept.
            Err(DisplayError::Frame(why)) if why.wants_more() && size_bytes > BEGINNING_BYTES => {
                read(prefix(&up_to(MAX_MESSAGE_BYTES).to_vec()))
            }
            outcome => outcome,
        }
    }
}
