//! Engine.IO v4: the outermost wrapping of every text message.

use std::ops::RangeInclusive;

use serde::Deserialize;
use thiserror::Error;

use super::lenient;
use super::object::{JsonError, from_json};
use super::truncated::truncated;

/// Answers a ping. A client that sends none is cut off by the backend.
pub const PONG: &str = "3";

/// Handshake times outside of this are not gone by: shorter would flood, longer would never find a dead connection.
const SANE_TIMES_MS: RangeInclusive<u64> = 100..=600_000;
/// What Engine.IO goes by where nothing else is said.
const DEFAULT_PING_INTERVAL_MS: u32 = 25_000;
const DEFAULT_PING_TIMEOUT_MS: u32 = 20_000;
const DEFAULT_MAX_PAYLOAD_BYTES: u64 = 1_000_000;
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
    /// Fields that say nothing that can be gone by; the protocol's defaults stand in their place.
    pub unusable: Vec<&'static str>,
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
    #[serde(default, deserialize_with = "lenient::whole_number")]
    ping_interval: Option<u64>,
    #[serde(default, deserialize_with = "lenient::whole_number")]
    ping_timeout: Option<u64>,
    #[serde(default, deserialize_with = "lenient::whole_number")]
    max_payload: Option<u64>,
}

impl Open {
    fn parse(json: &str) -> Result<Self, EngineIoError> {
        let handshake = from_json::<Handshake>(json)
            .map_err(|reason| EngineIoError::OpenUnreadable { reason, text: truncated(json) })?;
        let sid = usable_sid(&handshake.sid)
            .ok_or_else(|| EngineIoError::OpenUnusable { field: "sid", text: truncated(json) })?;
        let ping_interval_ms = handshake.ping_interval.and_then(sane_time_ms);
        let ping_timeout_ms = handshake.ping_timeout.and_then(sane_time_ms);
        let max_payload_bytes = handshake.max_payload.filter(|bytes| *bytes > 0);
        let fields = [
            ("pingInterval", ping_interval_ms.is_some()),
            ("pingTimeout", ping_timeout_ms.is_some()),
            ("maxPayload", max_payload_bytes.is_some()),
        ];
        Ok(Self {
            sid,
            ping_interval_ms: ping_interval_ms.unwrap_or(DEFAULT_PING_INTERVAL_MS),
            ping_timeout_ms: ping_timeout_ms.unwrap_or(DEFAULT_PING_TIMEOUT_MS),
            max_payload_bytes: max_payload_bytes.unwrap_or(DEFAULT_MAX_PAYLOAD_BYTES),
            unusable: fields.iter().filter(|(_, usable)| !usable).map(|(field, _)| *field).collect(),
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
            unusable: Vec::new(),
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
    fn a_handshake_without_a_usable_sid_is_an_error() {
        for sid in [r#""sid":"""#, r#""sid":"a b""#, r#""sid":"ü""#] {
            let text = OPEN.replace(r#""sid":"BuAz""#, sid);
            assert!(matches!(EngineIo::parse(&text), Err(EngineIoError::OpenUnusable { field: "sid", .. })), "{text}");
        }
        let long_sid = OPEN.replace("BuAz", &"x".repeat(257));
        assert!(matches!(EngineIo::parse(&long_sid), Err(EngineIoError::OpenUnusable { field: "sid", .. })));
        for (from, to) in [("sid", "id"), (r#""BuAz""#, "7")] {
            let text = OPEN.replace(from, to);
            assert!(matches!(EngineIo::parse(&text), Err(EngineIoError::OpenUnreadable { .. })), "{text}");
        }
        let array = r#"0["BuAz",25000,20000,1000000]"#;
        assert!(matches!(EngineIo::parse(array), Err(EngineIoError::OpenUnreadable { .. })));
    }

    #[test]
    fn the_protocols_defaults_stand_for_what_a_handshake_says_oddly_or_not_at_all() {
        let odd =
            ["0", "99", "600001", "-1", "0.5", "25000.5", "\"25000\"", "null", "true", "[1]", "{\"a\":1}", "1e300"];
        let cases = [("pingTimeout", "20000"), ("pingInterval", "25000"), ("maxPayload", "1000000")];
        for (field, value) in cases {
            let missing = OPEN.replace(&format!("\"{field}\""), "\"else\"");
            let odd = odd.iter().filter(|odd| field != "maxPayload" || !matches!(**odd, "99" | "600001"));
            let odd = odd.map(|odd| OPEN.replace(&format!(":{value}"), &format!(":{odd}")));
            for text in odd.chain([missing]) {
                let Ok(EngineIo::Open(open)) = EngineIo::parse(&text) else { unreachable!("{text}") };
                assert_eq!((open.ping_interval_ms, open.ping_timeout_ms), (25_000, 20_000), "{text}");
                assert_eq!(open.max_payload_bytes, 1_000_000, "{text}");
                assert_eq!(open.unusable, [field], "{text}");
            }
        }
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
