//! Engine.IO v4: the outermost wrapping of every text message.

use std::ops::RangeInclusive;

use serde::Deserialize;
use thiserror::Error;

use super::excerpt::excerpt;

/// Answers a ping. A client that sends none is cut off by the backend.
pub const PONG: &str = "3";

/// Handshake times outside of this are refused: shorter would flood, longer would never find a dead connection.
const SANE_TIMES_MS: RangeInclusive<u64> = 100..=600_000;
const MAX_SID_BYTES: usize = 256;

/// The handshake that the backend opens a connection with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Engine.IO's own session id; 1 to 256 printable ASCII characters. Not the "socket id" that people know,
    /// which comes with [`Incoming::Connected`](super::Incoming::Connected).
    pub sid: String,
    /// Milliseconds between two pings of the backend; 100 to 600 000.
    pub ping_interval_ms: u32,
    /// Milliseconds that a ping may be late before the connection counts as dead; 100 to 600 000.
    pub ping_timeout_ms: u32,
    /// The most bytes that the backend takes in one message; at least 1.
    pub max_payload_bytes: u64,
}

/// A text message that is no Engine.IO v4.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EngineIoError {
    /// A message without a single character.
    #[error("the backend sent an empty message")]
    Empty,
    /// The first character names no packet that a server sends.
    #[error("the backend sent a message that is not Engine.IO v4: `{0}`")]
    UnknownPacket(String),
    /// The handshake is not the expected JSON object.
    #[error("the backend's handshake can't be read ({reason}): `{text}`")]
    OpenUnreadable {
        /// What the JSON reader stumbled over.
        reason: String,
        /// The start of the handshake.
        text: String,
    },
    /// A field of the handshake is outside of what a working backend would send.
    #[error("the backend's handshake has an unusable `{field}`: `{text}`")]
    OpenUnusable {
        /// The field's name in the handshake.
        field: &'static str,
        /// The start of the handshake.
        text: String,
    },
}

/// One Engine.IO packet as a server sends it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EngineIo<'a> {
    Open(Open),
    Close,
    Ping,
    /// Carries nothing for us: pong, noop.
    Idle,
    /// A Socket.IO packet.
    Message(&'a str),
}

impl<'a> EngineIo<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, EngineIoError> {
        let Some(first) = text.chars().next() else {
            return Err(EngineIoError::Empty);
        };
        let rest = &text[first.len_utf8()..];
        match first {
            '0' => Open::parse(rest).map(Self::Open),
            '1' => Ok(Self::Close),
            '2' => Ok(Self::Ping),
            '3' | '6' => Ok(Self::Idle),
            '4' => Ok(Self::Message(rest)),
            _ => Err(EngineIoError::UnknownPacket(excerpt(text))),
        }
    }
}

impl Open {
    fn parse(json: &str) -> Result<Self, EngineIoError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Raw {
            sid: String,
            ping_interval: u64,
            ping_timeout: u64,
            max_payload: u64,
        }

        let raw: Raw = serde_json::from_str(json)
            .map_err(|e| EngineIoError::OpenUnreadable { reason: excerpt(&e.to_string()), text: excerpt(json) })?;
        let unusable = |field| EngineIoError::OpenUnusable { field, text: excerpt(json) };
        if raw.max_payload == 0 {
            return Err(unusable("maxPayload"));
        }
        Ok(Self {
            sid: usable_sid(raw.sid).ok_or_else(|| unusable("sid"))?,
            ping_interval_ms: sane_time_ms(raw.ping_interval).ok_or_else(|| unusable("pingInterval"))?,
            ping_timeout_ms: sane_time_ms(raw.ping_timeout).ok_or_else(|| unusable("pingTimeout"))?,
            max_payload_bytes: raw.max_payload,
        })
    }
}

/// `sid` if it can stand in a log line and in a URL as it is.
pub(super) fn usable_sid(sid: String) -> Option<String> {
    let usable = (1..=MAX_SID_BYTES).contains(&sid.len()) && sid.bytes().all(|b| b.is_ascii_graphic());
    usable.then_some(sid)
}

fn sane_time_ms(time_ms: u64) -> Option<u32> {
    if SANE_TIMES_MS.contains(&time_ms) { u32::try_from(time_ms).ok() } else { None }
}
