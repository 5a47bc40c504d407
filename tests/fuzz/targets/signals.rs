//! Signals, in MessagePack and in JSON, and all that is asked of them.

#![no_main]

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::wire::{Decoder, Incoming, Message, Signal, Topic};

const ANNOUNCED: &str = r#"451-["signal_msgpack",{"_placeholder":true,"num":0}]"#;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let Some(kind) = choices.byte() else { return };
    let piece = choices.all();
    let mut decoder = Decoder::new();
    let mut heard = Vec::new();
    match kind % 3 {
        0 => {
            heard.extend(decoder.take(Message::Text(ANNOUNCED)));
            assert!(heard.is_empty(), "{heard:?}");
            heard.extend(decoder.take(Message::Binary { size_bytes: piece.len(), read: &|| piece.to_vec() }));
        }
        1 => {
            // As a text in the packet's JSON.
            let json = serde_json::Value::from(String::from_utf8_lossy(piece));
            heard.extend(decoder.take(Message::Text(&format!("42[\"signal\",{json}]"))));
        }
        _ => heard.extend(decoder.take(Message::Text(&format!("42[\"signal\",{}]", String::from_utf8_lossy(piece))))),
    }
    for outcome in heard {
        match outcome {
            Err(error) => drop(said(&error)),
            Ok(Incoming::Signal(Signal::Update(update))) => {
                let about = [
                    (Topic::CameraSettings, update.detector().is_some()),
                    (Topic::Lights, !update.lights().is_empty()),
                    (Topic::RecordedFrames, update.recorded_frames().is_some()),
                    (Topic::Storage, update.storage().is_some()),
                ];
                assert!(about.iter().all(|(topic, said)| !said || *topic == update.topic()), "{update:?}");
                if let Some(storage) = update.storage() {
                    assert!(storage.total_bytes.is_none_or(|total| total >= storage.free_bytes));
                }
                assert!(update.lights().iter().filter_map(|light| light.value).all(f64::is_finite));
            }
            Ok(_) => {}
        }
    }
});
