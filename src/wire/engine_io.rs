//! Engine.IO v4: the outermost wrapping of every text message.

use std::ops::RangeInclusive;

use serde::Deserialize;
use thiserror::Error;

use super::object::{JsonError, from_json};
use super::truncated::truncated;

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
        /// What is wrong with the JSON.
        reason: JsonError,
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
            _ => Err(EngineIoError::UnknownPacket(truncated(text))),
        }
    }
}

/// The handshake as it is sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Handshake {
    sid: String,
    ping_interval: u64,
    ping_timeout: u64,
    max_payload: u64,
}

impl Open {
    fn parse(json: &str) -> Result<Self, EngineIoError> {
        let handshake = from_json::<Handshake>(json)
            .map_err(|reason| EngineIoError::OpenUnreadable { reason, text: truncated(json) })?;
        let unusable = |field| EngineIoError::OpenUnusable { field, text: truncated(json) };
        let time_ms = |field, time_ms| sane_time_ms(time_ms).ok_or_else(|| unusable(field));
        if handshake.max_payload == 0 {
            return Err(unusable("maxPayload"));
        }
        Ok(Self {
            sid: usable_sid(&handshake.sid).ok_or_else(|| unusable("sid"))?,
            ping_interval_ms: time_ms("pingInterval", handshake.ping_interval)?,
            ping_timeout_ms: time_ms("pingTimeout", handshake.ping_timeout)?,
            max_payload_bytes: handshake.max_payload,
        })
    }
}

/// `sid` if it can stand in a log line and in a URL as it is.
pub(super) fn usable_sid(sid: &str) -> Option<String> {
    let usable = (1..=MAX_SID_BYTES).contains(&sid.len()) && sid.bytes().all(|b| b.is_ascii_graphic());
    usable.then(|| sid.to_owned())
}

fn sane_time_ms(time_ms: u64) -> Option<u32> {
    if SANE_TIMES_MS.contains(&time_ms) { u32::try_from(time_ms).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPEN: &str = r#"0{"sid":"BuAz","upgrades":[],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#;

    #[test]
    fn the_handshake_is_read() {
        let open = Open {
            sid: "BuAz".to_owned(),
            ping_interval_ms: 25_000,
            ping_timeout_ms: 20_000,
            max_payload_bytes: 1_000_000,
        };
        assert_eq!(EngineIo::parse(OPEN), Ok(EngineIo::Open(open)));
    }

    #[test]
    fn a_handshake_cut_anywhere_is_an_error() {
        for len in 0..OPEN.len() {
            assert!(EngineIo::parse(&OPEN[..len]).is_err(), "{}", &OPEN[..len]);
        }
    }

    #[test]
    fn unusable_handshakes_name_the_field() {
        let cases = [
            ("sid", r#""sid":"BuAz""#, r#""sid":"""#),
            ("sid", r#""sid":"BuAz""#, r#""sid":"a b""#),
            ("sid", r#""sid":"BuAz""#, r#""sid":"ü""#),
            ("pingTimeout", "20000", "0"),
            ("pingTimeout", "20000", "99"),
            ("pingTimeout", "20000", "600001"),
            ("pingInterval", "25000", "0"),
            ("pingInterval", "25000", "18446744073709551615"),
            ("maxPayload", "1000000", "0"),
        ];
        for (field, from, to) in cases {
            let text = OPEN.replace(from, to);
            let error = EngineIoError::OpenUnusable { field, text: text[1..].to_owned() };
            assert_eq!(EngineIo::parse(&text), Err(error), "{text}");
        }
        let long_sid = OPEN.replace("BuAz", &"x".repeat(257));
        assert!(matches!(EngineIo::parse(&long_sid), Err(EngineIoError::OpenUnusable { field: "sid", .. })));
    }

    #[test]
    fn handshakes_of_the_wrong_shape_are_unreadable() {
        for (from, to) in [("25000", "-1"), ("25000", "2.5e4"), ("25000", "\"25000\""), ("pingInterval", "pause")] {
            let text = OPEN.replace(from, to);
            assert!(matches!(EngineIo::parse(&text), Err(EngineIoError::OpenUnreadable { .. })), "{text}");
        }
        let array = r#"0["BuAz",25000,20000,1000000]"#;
        assert!(matches!(EngineIo::parse(array), Err(EngineIoError::OpenUnreadable { .. })));
    }

    #[test]
    fn each_packet_has_its_meaning() {
        assert_eq!(EngineIo::parse("1"), Ok(EngineIo::Close));
        assert_eq!(EngineIo::parse("2"), Ok(EngineIo::Ping));
        assert_eq!(EngineIo::parse("3"), Ok(EngineIo::Idle));
        assert_eq!(EngineIo::parse("6"), Ok(EngineIo::Idle));
        assert_eq!(EngineIo::parse("42[]"), Ok(EngineIo::Message("2[]")));
        assert_eq!(EngineIo::parse(""), Err(EngineIoError::Empty));
        for text in ["5", "7", "bAAAA", "ü", "<!DOCTYPE html>"] {
            assert_eq!(EngineIo::parse(text), Err(EngineIoError::UnknownPacket(text.to_owned())));
        }
    }

    #[test]
    fn errors_keep_only_the_start_of_what_came() {
        let Err(error) = EngineIo::parse(&"ü".repeat(1_000_000)) else { unreachable!() };
        assert!(error.to_string().chars().count() < 200, "{error}");
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[0-6]?\\PC{0,60}") {
            let _ = EngineIo::parse(&text);
        }
    }
}
