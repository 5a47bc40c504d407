//! Socket.IO v5: events and acknowledgements inside of Engine.IO messages.

use thiserror::Error;

use super::engine_io::usable_sid;
use super::excerpt::excerpt;
use super::json::{Json, JsonError, List};

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
        /// What the JSON reader stumbled over.
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
            _ => return Err(SocketIoError::UnknownPacket(excerpt(text))),
        };
        let mut rest = &text[1..];
        let mut attachments = 0;
        if matches!(kind, PacketKind::BinaryEvent | PacketKind::BinaryAck) {
            let (count, behind) = split_digits(rest);
            rest = behind
                .strip_prefix('-')
                .filter(|_| !count.is_empty())
                .ok_or_else(|| SocketIoError::AttachmentCountMissing(excerpt(text)))?;
            attachments = count
                .parse()
                .ok()
                .filter(|&n| n <= MAX_ATTACHMENTS)
                .ok_or_else(|| SocketIoError::TooManyAttachments(excerpt(text)))?;
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
        SocketIoError::WrongArgument { event, expected, text: excerpt(self.data) }
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// An event, taken apart.
#[derive(Debug, PartialEq)]
pub(super) struct Event {
    pub(super) name: String,
    /// What follows the name.
    arguments: Vec<Json>,
}

impl Event {
    pub(super) fn parse(json: &str) -> Result<Self, SocketIoError> {
        Self::read(json).map_err(|reason| SocketIoError::EventUnreadable { reason, text: excerpt(json) })
    }

    fn read(json: &str) -> Result<Self, JsonError> {
        let Json::List(List { items, .. }) = Json::read(json)? else {
            return Err(JsonError::NoName);
        };
        let mut items = items.into_iter();
        match items.next() {
            Some(Json::Text(name)) => Ok(Self { name, arguments: items.collect() }),
            _ => Err(JsonError::NoName),
        }
    }

    /// Is there one argument, which stands for the one binary message that follows?
    pub(super) fn is_placeholder(&self) -> bool {
        let [argument] = &self.arguments[..] else { return false };
        argument.flag("_placeholder") == Ok(Some(true)) && argument.whole("num") == Ok(Some(0))
    }

    /// The argument, if there is one, which is text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.arguments[..] {
            [Json::Text(text)] => Some(text),
            _ => None,
        }
    }
}

/// The socket id in the answer to [`CONNECT`].
pub(super) fn connected_sid(json: &str) -> Result<String, SocketIoError> {
    let sid = Json::object_from(json).ok().and_then(|connected| usable_sid(connected.text("sid").ok()??));
    sid.ok_or_else(|| SocketIoError::SidMissing(excerpt(json)))
}

/// The backend's words for why it refuses a connection, or what it sent instead.
pub(super) fn refusal_message(json: &str) -> String {
    let refusal = Json::object_from(json).ok();
    match refusal.as_ref().and_then(|refusal| refusal.text("message").ok()?) {
        Some(message) => excerpt(message),
        None if json.is_empty() => "no reason given".to_owned(),
        None => excerpt(json),
    }
}

#[cfg(test)]
mod tests;
