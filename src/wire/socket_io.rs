//! Socket.IO v5: events and acknowledgements inside of Engine.IO messages.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;
use thiserror::Error;

use super::engine_io::usable_sid;
use super::object::{JsonError, from_json};
use super::truncated::truncated;

/// Asks for a connection to the main namespace; the answer is
/// [`Incoming::Connected`](super::Incoming::Connected) or [`Incoming::ConnectRefused`](super::Incoming::ConnectRefused).
pub const CONNECT: &str = "40";

/// The most binary messages that one event may announce. The backend sends one; others' events may have a few.
pub(super) const MAX_ATTACHMENTS: usize = 8;

/// The message that tells the backend that the frame with this id was received.
///
/// The backend stops sending frames to *every* client when an id is no integer, so only an integer fits.
pub fn frame_ack(frame_id: u8) -> String {
    format!(r#"42["frame_ack",{{"frame_id":{frame_id}}}]"#)
}

/// A message that is no Socket.IO v5, or an event that is not built as its name promises.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SocketIoError {
    /// The packet type is missing or unknown.
    #[error("the backend sent a packet that is not Socket.IO v5: `{0}`")]
    UnknownPacket(String),
    /// A binary event that does not say how many binary messages follow.
    #[error("a binary event does not say how many binary messages follow: `{0}`")]
    AttachmentCountMissing(String),
    /// More announced binary messages than any event has.
    #[error("an event announces more than {MAX_ATTACHMENTS} binary messages: `{0}`")]
    TooManyAttachments(String),
    /// The answer to a connect has no usable socket id.
    #[error("the backend accepted the connection without a usable socket id: `{0}`")]
    SidMissing(String),
    /// An event is not a JSON array that begins with a name.
    #[error("an event can't be read ({reason}): `{text}`")]
    EventUnreadable {
        /// What is wrong with the JSON.
        reason: JsonError,
        /// The start of the event.
        text: String,
    },
    /// A known event does not carry exactly the one argument it is known for.
    #[error("the event \"{event}\" should carry {expected}: `{text}`")]
    WrongArgument {
        /// The event's name.
        event: &'static str,
        /// What the event is known to carry.
        expected: &'static str,
        /// The start of the event.
        text: String,
    },
}

/// What a packet is for. Only what matters to a client of one namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PacketKind {
    Connect,
    Disconnect,
    Event,
    Ack,
    ConnectError,
    BinaryEvent,
    BinaryAck,
}

/// One Socket.IO packet, taken apart but for its JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packet<'a> {
    pub(super) kind: PacketKind,
    /// Binary messages that follow; at most [`MAX_ATTACHMENTS`].
    pub(super) attachments: usize,
    /// `/` is the main one.
    pub(super) namespace: &'a str,
    /// The JSON behind the head, or nothing.
    pub(super) data: &'a str,
}

impl<'a> Packet<'a> {
    /// Reads `<type>[<attachments>-][<namespace>,][<ack id>][<json>]`.
    pub(super) fn parse(text: &'a str) -> Result<Self, SocketIoError> {
        let kind = match text.bytes().next() {
            Some(b'0') => PacketKind::Connect,
            Some(b'1') => PacketKind::Disconnect,
            Some(b'2') => PacketKind::Event,
            Some(b'3') => PacketKind::Ack,
            Some(b'4') => PacketKind::ConnectError,
            Some(b'5') => PacketKind::BinaryEvent,
            Some(b'6') => PacketKind::BinaryAck,
            _ => return Err(SocketIoError::UnknownPacket(truncated(text))),
        };
        let mut rest = &text[1..];
        let mut attachments = 0;
        if matches!(kind, PacketKind::BinaryEvent | PacketKind::BinaryAck) {
            let (count, behind) = split_digits(rest);
            rest = behind
                .strip_prefix('-')
                .filter(|_| !count.is_empty())
                .ok_or_else(|| SocketIoError::AttachmentCountMissing(truncated(text)))?;
            attachments = count
                .parse()
                .ok()
                .filter(|&n| n <= MAX_ATTACHMENTS)
                .ok_or_else(|| SocketIoError::TooManyAttachments(truncated(text)))?;
        }
        let mut namespace = "/";
        if rest.starts_with('/') {
            let (name, behind) = rest.split_once(',').unwrap_or((rest, ""));
            namespace = name.split('?').next().unwrap_or(name);
            rest = behind;
        }
        // An id asks for an acknowledgement; no event that we know has one.
        let (_ack_id, data) = split_digits(rest);
        Ok(Self { kind, attachments, namespace, data })
    }

    /// The error for the known event `event` with something else than what it is known for.
    pub(super) fn wrong_argument(&self, event: &'static str, expected: &'static str) -> SocketIoError {
        SocketIoError::WrongArgument { event, expected, text: truncated(self.data) }
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// An event: `["name", argument, …]`.
#[derive(Debug)]
pub(super) struct Event<'a> {
    pub(super) name: String,
    /// The first argument. What comes behind it is of a newer backend, and changes nothing.
    first_argument: Option<&'a RawValue>,
}

/// The argument that stands for a binary message which follows.
#[derive(Deserialize)]
struct Placeholder {
    #[serde(rename = "_placeholder")]
    placeholder: bool,
    /// Which of them, from 0 on.
    num: u64,
}

impl<'a> Event<'a> {
    pub(super) fn parse(json: &'a str) -> Result<Self, SocketIoError> {
        serde_json::from_str(json)
            .map_err(|error| SocketIoError::EventUnreadable { reason: error.into(), text: truncated(json) })
    }

    /// Does the first argument stand for the first binary message that follows?
    pub(super) fn is_placeholder(&self) -> bool {
        self.first_argument
            .and_then(|argument| from_json(argument.get()).ok())
            .is_some_and(|Placeholder { placeholder, num }| placeholder && num == 0)
    }

    /// The first argument, if that is text.
    pub(super) fn text(&self) -> Option<String> {
        serde_json::from_str(self.first_argument?.get()).ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Event<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EventVisitor)
    }
}

struct EventVisitor;

impl<'de> Visitor<'de> for EventVisitor {
    type Value = Event<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list that begins with a name")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Event<'de>, A::Error> {
        let name = items.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let first_argument = items.next_element()?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Event { name, first_argument })
    }
}

#[derive(Deserialize)]
struct Connected {
    sid: String,
}

/// The socket id in the answer to [`CONNECT`].
pub(super) fn connected_sid(json: &str) -> Result<String, SocketIoError> {
    let sid = from_json(json).ok().and_then(|Connected { sid }| usable_sid(&sid));
    sid.ok_or_else(|| SocketIoError::SidMissing(truncated(json)))
}

#[derive(Deserialize)]
struct Refusal {
    message: String,
}

/// The backend's message about why it refuses a connection, or what it sent instead.
pub(super) fn refusal_message(json: &str) -> String {
    match from_json(json) {
        Ok(Refusal { message }) => truncated(&message),
        Err(_) if json.is_empty() => "no reason given".to_owned(),
        Err(_) => truncated(json),
    }
}

#[cfg(test)]
mod tests;
