//! A frame that was read and not yet painted.

use std::ops::Range;

use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use super::said::Said;
use crate::painter::Order;
use crate::picture::Serial;
use crate::sync::Moment;

/// A frame that was read and not yet painted.
pub(super) struct Arrived {
    /// To be acknowledged.
    pub(super) frame_id: u8,
    /// When it came.
    pub(super) at: Moment,
    /// What it says about its picture.
    pub(super) said: Said,
    /// Its bytes, where the browser put them.
    pub(super) message: ArrayBuffer,
    pub(super) picture: Picture,
}

/// Where in the message the picture is, in bytes.
pub(super) enum Picture {
    JpegBase64(Range<usize>),
    Packet { place: Range<usize>, compression: Option<String> },
}

impl Picture {
    /// The order to paint it, which takes the message with it.
    pub(super) fn order(self, serial: Serial, message: &ArrayBuffer) -> Order {
        let bytes = |place: Range<usize>| {
            // Within a message, whose size is a `u32`.
            #[allow(clippy::cast_possible_truncation)]
            let (start, len) = (place.start as u32, place.len() as u32);
            Uint8Array::new_with_byte_offset_and_length(message, start, len)
        };
        match self {
            Self::JpegBase64(place) => Order::Jpeg { serial, base64: bytes(place) },
            Self::Packet { place, compression } => Order::Packet { serial, packet: bytes(place), compression },
        }
    }
}
