//! Messages of one WebSocket as a sequence: Engine.IO, Socket.IO, what events announce, and the frames among them.

#![no_main]

use std::cell::Cell;

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::wire::{Decoder, Frame, Incoming, MAX_TEXT_UNITS, Message, frame_ack, frame_id};

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let mut decoder = Decoder::new();
    let mut opened = false;
    while let (Some(kind), Some(piece)) = (choices.byte(), choices.piece()) {
        let was_read = Cell::new(false);
        let read = || {
            was_read.set(true);
            piece.to_vec()
        };
        let text = String::from_utf8_lossy(piece);
        assert!(text.len() <= MAX_TEXT_UNITS);
        // A size that is said but not there: what is too long is not read.
        let size_bytes = if kind % 4 == 3 { piece.len() << 20 } else { piece.len() };
        let is_text = kind % 2 == 0;
        let message = if is_text { Message::Text(&text) } else { Message::Binary { size_bytes, read: &read } };
        let happened: Vec<_> = decoder.take(message).collect();
        assert!(happened.len() <= 2, "{happened:?}");
        for outcome in happened {
            match outcome {
                Err(error) => drop(said(&error)),
                Ok(Incoming::Opened(_)) => assert!(!std::mem::replace(&mut opened, true), "opened twice"),
                Ok(Incoming::Connected { sid }) => {
                    assert!(
                        (1..=256).contains(&sid.len())
                            && sid.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
                    );
                }
                Ok(Incoming::ConnectRefused { message }) => assert!(message.chars().count() <= 121, "{message}"),
                Ok(Incoming::Frame) => {
                    assert!(!is_text && !was_read.get(), "a frame's picture is not copied here");
                    let (id, frame) = (frame_id(piece.into()), Frame::parse(piece.into()));
                    if let Ok(id) = id {
                        assert_eq!(frame_ack(id), format!("42[\"frame_ack\",{{\"frame_id\":{id}}}]"));
                    }
                    if let Ok(frame) = frame {
                        assert_eq!(id, Ok(frame.metadata.frame_id));
                    }
                }
                Ok(_) => {}
            }
        }
        assert!(!was_read.get() || size_bytes <= 1 << 20, "{size_bytes} bytes were read");
    }
});
