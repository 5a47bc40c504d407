//! A frame that was read and not yet decoded.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Promise, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, ImageBitmap, window};

use super::unreadable::Unreadable;
use crate::picture::{Serial, jpeg_size};
use crate::samples::Darkroom;
use crate::sync::Moment;
use crate::wire::{Frame, Metadata, Payload};

/// The largest message that is looked at.
pub(super) const MAX_MESSAGE_BYTES: usize = 64 << 20;

/// A frame that was read and not yet decoded.
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

/// A picture as it came, not decoded.
pub(super) enum Encoded<'a> {
    /// A jpeg file, for the browser.
    Jpeg(JpegBase64<'a>),
    /// A packet, for the darkroom.
    Packet(&'a [u8]),
}

/// A jpeg file as base64 text.
pub(super) struct JpegBase64<'a>(&'a [u8]);

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

    /// The picture.
    pub(super) fn encoded(&self) -> Encoded<'_> {
        let bytes = |place: &Range<usize>| self.message.get(place.clone()).unwrap_or_default();
        match &self.picture {
            Place::JpegBase64(place) => Encoded::Jpeg(JpegBase64(bytes(place))),
            Place::Packet(place) => Encoded::Packet(bytes(place)),
        }
    }
}

impl JpegBase64<'_> {
    /// Lets the browser decode the picture off the main thread. `scratch` is where base64 becomes bytes: it is kept
    /// from frame to frame, and as long as the largest so far.
    pub(super) fn decode(&self, scratch: &mut Vec<u8>) -> Result<Decoding, Unreadable> {
        let text = self.0;
        let needed_bytes = base64::decoded_len_estimate(text.len());
        if scratch.len() < needed_bytes {
            scratch.resize(needed_bytes, 0);
        }
        let len = STANDARD.decode_slice(text, scratch)?;
        let jpeg = &scratch[..len];
        // Checked before the browser sees it: a jpeg of a few bytes may ask for gigabytes of pixels.
        jpeg_size(jpeg)?;
        decode(jpeg).map(Decoding).map_err(undecodable)
    }
}

/// A picture that the browser is decoding.
pub(super) struct Decoding(Promise);

impl Decoding {
    /// The picture. Whoever gets it closes it.
    pub(super) async fn finish(self) -> Result<ImageBitmap, Unreadable> {
        JsFuture::from(self.0).await.and_then(JsCast::dyn_into).map_err(undecodable)
    }
}

fn decode(jpeg: &[u8]) -> Result<Promise, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let parts = Array::of1(&Uint8Array::new_from_slice(jpeg));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    window().ok_or(JsValue::NULL)?.create_image_bitmap_with_blob(&blob)
}

fn undecodable(why: JsValue) -> Unreadable {
    Unreadable::Undecodable { why: format!("{why:?}") }
}

/// Where `part`, which is borrowed from `whole`, lies in it.
fn place(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}
