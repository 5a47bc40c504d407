//! What the backend tells every client about itself: `{"name":…,"args":{"p0":…,"p1":…}}`.

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::arguments::Arguments;
use super::lenient;
use super::msgpack::{MsgpackError, Reader};
use super::object::{JsonError, from_json};
use super::update::Update;

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
    /// Something else changed, or goes on.
    Update(Update),
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

/// The arguments of the signals about streams.
#[derive(Default, Deserialize)]
struct StreamArguments {
    #[serde(rename = "p0", default, deserialize_with = "lenient::text")]
    detector: Option<String>,
    #[serde(rename = "p1", default, deserialize_with = "lenient::text")]
    protocol: Option<String>,
}

/// A signal as it comes in JSON.
#[derive(Deserialize)]
struct JsonSignal<'a> {
    name: String,
    #[serde(borrow)]
    args: Option<&'a RawValue>,
}

impl Signal {
    /// Reads the binary message of a `signal_msgpack` event. Nothing of an unknown signal is kept or copied, and what
    /// follows a name may be broken.
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
                    return Ok(Self::new(name, || {
                        arguments.or_else(|| find_arguments(reader)).map(Arguments::Msgpack)
                    }));
                }
                Some(b"args") => arguments = Some(reader.raw_value()?),
                _ => {
                    reader.value()?;
                }
            }
        }
        Err(SignalError::NameMissing)
    }

    /// Reads the JSON text in a `signal` event.
    pub(super) fn from_json(json: &str) -> Result<Self, SignalError> {
        let JsonSignal { name, args } = from_json(json).map_err(SignalError::Json)?;
        Ok(Self::new(&name, || Some(Arguments::Json(args?.get()))))
    }

    /// The signal of this name. Arguments that can't be read count as missing.
    fn new<'a>(name: &str, arguments: impl FnOnce() -> Option<Arguments<'a>>) -> Self {
        let stream = |arguments: Option<Arguments<'_>>| arguments.and_then(Arguments::read).unwrap_or_default();
        match name {
            STREAM_STARTED => {
                let StreamArguments { detector, protocol } = stream(arguments());
                Self::StreamStarted { detector, protocol }
            }
            STREAM_STOPPED => {
                let StreamArguments { detector, protocol } = stream(arguments());
                Self::StreamStopped { detector, protocol }
            }
            _ => Update::new(name, arguments).map_or(Self::Other, Self::Update),
        }
    }
}

/// The arguments behind the name, if there are any.
fn find_arguments(mut reader: Reader<'_>) -> Option<&[u8]> {
    // An error here means that there are none: the name, which is what counts, was found.
    loop {
        if reader.key().ok()? == Some(b"args") {
            return reader.raw_value().ok();
        }
        reader.value().ok()?;
    }
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
