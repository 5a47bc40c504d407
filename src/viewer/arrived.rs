//! A frame that was read and not yet painted.

use std::ops::Range;

use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use super::unreadable::Unreadable;
use crate::painter::Order;
use crate::picture::Serial;
use crate::samples::Darkroom;
use crate::sync::Moment;
use crate::wire::{Frame, Metadata, Payload};

/// The largest message that is looked at.
pub(super) const MAX_MESSAGE_BYTES: usize = 64 << 20;

/// A frame that was read and not yet painted.
pub(super) struct Arrived {
    /// Its place in the order of arrival.
    pub(super) serial: Serial,
    /// When it came.
    pub(super) at: Moment,
    /// When the backend sent it, in seconds of its own clock.
    pub(super) server_timestamp_s: Option<f64>,
    message: Vec<u8>,
    picture: Place,
}

/// Where in the message the picture is.
enum Place {
    JpegBase64(Range<usize>),
    Packet(Range<usize>),
}

impl Arrived {
    /// Reads a frame's head; the picture stays where it is.
    pub(super) fn read(message: Vec<u8>, serial: Serial, at: Moment) -> Result<Self, Unreadable> {
        if message.len() > MAX_MESSAGE_BYTES {
            return Err(Unreadable::TooLarge { size_bytes: message.len() });
        }
        let frame = Frame::parse(&message)?;
        let server_timestamp_s = frame.metadata.server_timestamp_s;
        let picture = match frame.payload {
            Payload::JpegBase64(text) => Place::JpegBase64(place(&message, text)),
            Payload::Packet(packet) => {
                Darkroom::check(packet, frame.metadata.compression_algorithm)?;
                Place::Packet(place(&message, packet))
            }
        };
        Ok(Self { serial, at, server_timestamp_s, message, picture })
    }

    /// What the frame says about its picture.
    pub(super) fn metadata(&self) -> Option<Metadata<'_>> {
        Frame::parse(&self.message).map(|frame| frame.metadata).ok()
    }

    /// The order to paint it. The picture is copied once, to where the painter can take it: into `spare`, if that is
    /// large enough.
    pub(super) fn order(&self, spare: Option<ArrayBuffer>) -> Order {
        let serial = self.serial;
        match &self.picture {
            Place::JpegBase64(place) => Order::Jpeg { serial, base64: self.bytes(place, spare) },
            Place::Packet(place) => {
                let compression = self.metadata().and_then(|metadata| metadata.compression_algorithm);
                let compression = compression.map(str::to_owned);
                Order::Packet { serial, packet: self.bytes(place, spare), compression }
            }
        }
    }

    fn bytes(&self, place: &Range<usize>, spare: Option<ArrayBuffer>) -> Uint8Array {
        let bytes = self.message.get(place.clone()).unwrap_or_default();
        // No longer than `MAX_MESSAGE_BYTES`.
        #[allow(clippy::cast_possible_truncation)]
        let len = bytes.len() as u32;
        match spare.filter(|spare| spare.byte_length() >= len) {
            Some(spare) => {
                let filled = Uint8Array::new_with_byte_offset_and_length(&spare, 0, len);
                filled.copy_from(bytes);
                filled
            }
            None => Uint8Array::new_from_slice(bytes),
        }
    }
}

/// Where `part`, which is borrowed from `whole`, lies in it.
fn place(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}
