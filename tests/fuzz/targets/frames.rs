//! Heads of frames, read whole and from their first bytes, and the size that a jpeg says it has.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::viewer::image::jpeg_size;
use lockstep::wire::{Frame, MAX_PIXELS, MAX_SIDE_PX, Payload, Prefix, frame_id};

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let Some(read_bytes) = choices.number() else { return };
    let message = choices.all();
    if read_bytes == 0 {
        look_at_jpeg(message);
    }
    let whole = Frame::parse(message.into());
    let id = frame_id(message.into());
    match &whole {
        Err(error) => drop(said(error)),
        Ok(frame) => {
            assert_eq!(id, Ok(frame.metadata.frame_id));
            let metadata = frame.metadata;
            assert!(metadata.pixel_size_um.is_none_or(|size_um| size_um > 0.0));
            let positive = [metadata.subsampling_factor, metadata.original_width_px, metadata.original_height_px];
            assert!(!positive.contains(&Some(0)));
            match &frame.payload {
                Payload::JpegBase64(place) => {
                    if let Ok(file) = STANDARD.decode(&message[place.clone()]) {
                        look_at_jpeg(&file);
                    }
                }
                Payload::Packet { place, packet } => assert_eq!(packet.bytes, &message[place.clone()]),
            }
        }
    }
    // The first bytes lead to the same, or it is said that more are wanted.
    let read = &message[..message.len().min(read_bytes as usize)];
    let prefix = Prefix { bytes: read, size_bytes: message.len() };
    match (Frame::parse(prefix), whole) {
        (Err(error), _) if error.wants_more() => {}
        (Err(error), whole) => assert_eq!(Err(error), whole),
        (Ok(from_prefix), whole) => {
            let whole = whole.expect("what is readable from its first bytes is readable");
            assert_eq!(from_prefix.metadata, whole.metadata);
            let place = |payload: &Payload<'_>| match payload {
                Payload::JpegBase64(place) | Payload::Packet { place, .. } => place.clone(),
            };
            assert_eq!(place(&from_prefix.payload), place(&whole.payload));
        }
    }
    match (frame_id(prefix), id) {
        (Err(error), _) if error.wants_more() => {}
        (from_prefix, id) => assert_eq!(from_prefix, id),
    }
});

fn look_at_jpeg(file: &[u8]) {
    match jpeg_size(file) {
        Err(error) => drop(said(&error)),
        Ok(size) => {
            assert!([size.width_px, size.height_px].iter().all(|side_px| (1..=MAX_SIDE_PX).contains(side_px)));
            assert!(size.width_px * size.height_px <= MAX_PIXELS);
        }
    }
}
