//! What the backend tells every client about itself: `{"name":…,"args":{"p0":…,"p1":…}}`.

use serde::Deserialize;
use thiserror::Error;

use super::excerpt::excerpt;
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
    Json(String),
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

#[derive(Default, Deserialize)]
struct Arguments {
    p0: Option<String>,
    p1: Option<String>,
}

impl Signal {
    /// Reads the binary message of a `signal_msgpack` event. Nothing of an unknown signal is kept or copied.
    pub(super) fn from_msgpack(bytes: &[u8]) -> Result<Self, SignalError> {
        let mut reader = Reader::new(bytes);
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
        #[derive(Deserialize)]
        struct Named {
            name: String,
        }
        #[derive(Deserialize)]
        struct WithArguments {
            args: Arguments,
        }

        let Named { name } = serde_json::from_str(json).map_err(|e| SignalError::Json(excerpt(&e.to_string())))?;
        let Some(name) = Name::known(&name) else {
            return Ok(Self::Other);
        };
        let arguments = serde_json::from_str::<WithArguments>(json).map(|signal| signal.args).unwrap_or_default();
        Ok(name.with(arguments))
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
