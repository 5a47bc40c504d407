//! What the backend tells every client about itself: `{"name":…,"args":{"p0":…,"p1":…}}`.

use thiserror::Error;

use super::json::{Json, JsonError};
use super::msgpack::{MsgpackError, Reader};

const STREAM_STARTED: &str = "sigStreamStarted";
const STREAM_STOPPED: &str = "sigStreamStopped";

/// A signal of the backend. The name is what counts: arguments that are missing or odd are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Some client, or the backend itself, started a stream.
    StreamStarted {
        /// The detector that streams.
        detector: Option<String>,
        /// `jpeg`, `binary`, `mjpeg` or `webrtc`.
        protocol: Option<String>,
    },
    /// Some client, or the backend itself, stopped a stream.
    StreamStopped {
        /// The detector that streamed.
        detector: Option<String>,
        /// `jpeg`, `binary`, `mjpeg` or `webrtc`.
        protocol: Option<String>,
    },
    /// Any other of the many signals.
    Other,
}

/// A signal whose name can't be found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignalError {
    /// No MessagePack.
    #[error("a signal of the backend can't be read: {0}")]
    Msgpack(#[from] MsgpackError),
    /// No JSON, or JSON without a name.
    #[error("a signal of the backend can't be read: {0}")]
    Json(JsonError),
    /// MessagePack without a name.
    #[error("a signal of the backend has no name")]
    NameMissing,
}

/// Which signal a name stands for.
#[derive(Clone, Copy)]
enum Name {
    StreamStarted,
    StreamStopped,
}

impl Name {
    fn known(name: &str) -> Option<Self> {
        match name {
            STREAM_STARTED => Some(Self::StreamStarted),
            STREAM_STOPPED => Some(Self::StreamStopped),
            _ => None,
        }
    }

    fn with(self, Arguments { p0: detector, p1: protocol }: Arguments) -> Signal {
        match self {
            Self::StreamStarted => Signal::StreamStarted { detector, protocol },
            Self::StreamStopped => Signal::StreamStopped { detector, protocol },
        }
    }
}

#[derive(Default)]
struct Arguments {
    p0: Option<String>,
    p1: Option<String>,
}

impl Signal {
    /// Reads the binary message of a `signal_msgpack` event. Nothing of an unknown signal is kept or copied.
    pub(super) fn from_msgpack(bytes: &[u8]) -> Result<Self, SignalError> {
        let mut reader = Reader::new(bytes.into());
        let Ok(pairs) = reader.map()? else {
            return Err(SignalError::NameMissing);
        };
        let mut arguments = None;
        for _ in 0..pairs {
            match reader.key()? {
                Some(b"name") => {
                    let name = reader.value()?.as_str().ok_or(SignalError::NameMissing)?;
                    let Some(name) = Name::known(name) else {
                        return Ok(Self::Other);
                    };
                    let arguments = arguments.or_else(|| find_arguments(reader));
                    return Ok(name.with(arguments.and_then(read_arguments).unwrap_or_default()));
                }
                Some(b"args") => {
                    arguments = Some(reader);
                    reader.value()?;
                }
                _ => {
                    reader.value()?;
                }
            }
        }
        Err(SignalError::NameMissing)
    }

    /// Reads the JSON text in a `signal` event.
    pub(super) fn from_json(json: &str) -> Result<Self, SignalError> {
        let signal = Json::object_from(json).map_err(SignalError::Json)?;
        let Ok(Some(name)) = signal.text("name") else {
            return Err(SignalError::Json(JsonError::Unusable("name")));
        };
        let Some(name) = Name::known(name) else {
            return Ok(Self::Other);
        };
        let arguments = signal.get("args");
        let text = |name| arguments.and_then(|it| it.text(name).ok()?).map(str::to_owned);
        Ok(name.with(Arguments { p0: text("p0"), p1: text("p1") }))
    }
}

/// The place of the arguments behind the name, if there are any.
fn find_arguments(mut reader: Reader<'_>) -> Option<Reader<'_>> {
    // The bytes end or a key is no key: the name was found, so this is no error.
    loop {
        if reader.key().ok()? == Some(b"args") {
            return Some(reader);
        }
        reader.value().ok()?;
    }
}

fn read_arguments(mut reader: Reader<'_>) -> Option<Arguments> {
    let pairs = reader.map().ok()?.ok()?;
    let mut arguments = Arguments::default();
    for _ in 0..pairs {
        let Ok(key) = reader.key() else { break };
        let Ok(value) = reader.value() else { break };
        let text = || value.as_str().map(str::to_owned);
        match key {
            Some(b"p0") => arguments.p0 = text(),
            Some(b"p1") => arguments.p1 = text(),
            _ => {}
        }
    }
    Some(arguments)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::super::sample::{map, signal, text};
    use super::*;

    fn started(detector: Option<&str>, protocol: Option<&str>) -> Signal {
        Signal::StreamStarted { detector: detector.map(str::to_owned), protocol: protocol.map(str::to_owned) }
    }

    #[test]
    fn stream_signals_name_detector_and_protocol() {
        let bytes = b"\x82\xa4name\xb0sigStreamStarted\xa4args\x82\xa2p0\xafWidefieldCamera\xa2p1\xa4jpeg";
        assert_eq!(bytes.len(), 56);
        assert_eq!(Signal::from_msgpack(bytes), Ok(started(Some("WidefieldCamera"), Some("jpeg"))));
        let stopped =
            Signal::StreamStopped { detector: Some("WidefieldCamera".to_owned()), protocol: Some("jpeg".to_owned()) };
        assert_eq!(Signal::from_msgpack(&signal(STREAM_STOPPED)), Ok(stopped.clone()));
        let json = r#"{"name":"sigStreamStopped","args":{"p0":"WidefieldCamera","p1":"jpeg"}}"#;
        assert_eq!(Signal::from_json(json), Ok(stopped));
    }

    #[test]
    fn the_name_may_come_last() {
        let args = map(&[("p1", text("binary")), ("p2", vec![0x91, 0xc0]), ("p0", text("FocusLock"))]);
        let bytes = map(&[("time", vec![0xc0]), ("args", args), ("name", text(STREAM_STARTED))]);
        assert_eq!(Signal::from_msgpack(&bytes), Ok(started(Some("FocusLock"), Some("binary"))));
        let json = r#"{"args":{"p1":"binary","p0":"FocusLock"},"time":null,"name":"sigStreamStarted"}"#;
        assert_eq!(Signal::from_json(json), Ok(started(Some("FocusLock"), Some("binary"))));
    }

    #[test]
    fn odd_arguments_do_not_hide_the_signal() {
        for args in [vec![0x80], vec![0x90], vec![0xc0], vec![0x07], map(&[("p0", vec![0xc0])]), vec![0xc1]] {
            let bytes = map(&[("name", text(STREAM_STARTED)), ("args", args)]);
            assert_eq!(Signal::from_msgpack(&bytes), Ok(started(None, None)), "{bytes:x?}");
        }
        let one_odd = map(&[("p0", vec![0x07]), ("p1", text("jpeg"))]);
        let bytes = map(&[("name", text(STREAM_STARTED)), ("args", one_odd)]);
        assert_eq!(Signal::from_msgpack(&bytes), Ok(started(None, Some("jpeg"))));
        assert_eq!(Signal::from_msgpack(&map(&[("name", text(STREAM_STARTED))])), Ok(started(None, None)));
        for args in ["", r#","args":{}"#, r#","args":null"#, r#","args":[1]"#, r#","args":{"p0":5}"#] {
            let json = format!(r#"{{"name":"sigStreamStarted"{args}}}"#);
            assert_eq!(Signal::from_json(&json), Ok(started(None, None)), "{json}");
        }
    }

    #[test]
    fn other_signals_are_left_unread() {
        // The arguments are not even there: nothing looks at them.
        let mut bytes = map(&[("name", text("sigImageUpdated")), ("args", vec![])]);
        assert_eq!(Signal::from_msgpack(&bytes), Ok(Signal::Other));
        bytes.extend([0xdd, 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(Signal::from_msgpack(&bytes), Ok(Signal::Other));
        assert_eq!(Signal::from_json(r#"{"args":{"p0":[[]]},"name":"sigImageUpdated"}"#), Ok(Signal::Other));
    }

    #[test]
    fn a_signal_without_a_readable_name_is_an_error() {
        for bytes in
            [vec![0x80], vec![0x90], vec![0xc0], map(&[("name", vec![0x07])]), map(&[("name", vec![0xa1, 0xff])])]
        {
            assert_eq!(Signal::from_msgpack(&bytes), Err(SignalError::NameMissing), "{bytes:x?}");
        }
        assert_eq!(Signal::from_msgpack(&[0xc1]), Err(SignalError::Msgpack(MsgpackError::ReservedByte)));
        for json in ["", "null", "{}", "[\"sigStreamStarted\"]", r#"{"name":5}"#, r#"{"name":"sigStreamStarted"#] {
            assert!(matches!(Signal::from_json(json), Err(SignalError::Json(_))), "{json}");
        }
    }

    #[test]
    fn a_cut_signal_is_an_error_until_its_name_is_there() {
        let bytes = signal(STREAM_STARTED);
        let name_end = 1 + 5 + 17;
        for len in 0..bytes.len() {
            let read = Signal::from_msgpack(&bytes[..len]);
            if len < name_end {
                assert_eq!(read, Err(SignalError::Msgpack(MsgpackError::Truncated)), "cut at {len}");
            } else {
                assert!(matches!(read, Ok(Signal::StreamStarted { .. })), "cut at {len}");
            }
        }
    }

    #[test]
    fn deep_nesting_takes_no_stack() {
        let args = [vec![0x91; 100_000], vec![0xc0]].concat();
        let bytes = map(&[("args", args), ("name", text(STREAM_STARTED))]);
        assert_eq!(Signal::from_msgpack(&bytes), Ok(started(None, None)));
        let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let json = format!(r#"{{"args":{nested},"name":"sigStreamStarted"}}"#);
        assert_eq!(Signal::from_json(&json), Ok(started(None, None)));
    }

    proptest! {
        #[test]
        fn any_argument_text_survives_both_encodings(p0 in any::<String>(), p1 in any::<String>()) {
            let args = map(&[("p0", text(&p0)), ("p1", text(&p1))]);
            let bytes = map(&[("name", text(STREAM_STARTED)), ("args", args)]);
            let expected = started(Some(&p0), Some(&p1));
            prop_assert_eq!(Signal::from_msgpack(&bytes), Ok(expected.clone()));
            let json = serde_json::json!({"name": STREAM_STARTED, "args": {"p0": p0, "p1": p1}}).to_string();
            prop_assert_eq!(Signal::from_json(&json), Ok(expected));
        }

        #[test]
        fn damaged_signals_never_panic(at in 0..56_usize, with in any::<u8>()) {
            let mut bytes = signal(STREAM_STARTED);
            bytes[at] = with;
            let _ = Signal::from_msgpack(&bytes);
            let _ = Signal::from_json(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = Signal::from_msgpack(&bytes);
            let _ = Signal::from_json(&String::from_utf8_lossy(&bytes));
        }
    }
}
