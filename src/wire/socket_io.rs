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
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn packet<'a>(kind: PacketKind, attachments: usize, namespace: &'a str, data: &'a str) -> Packet<'a> {
        Packet { kind, attachments, namespace, data }
    }

    #[test]
    fn heads_are_taken_apart() {
        use PacketKind::*;
        let cases = [
            ("0", packet(Connect, 0, "/", "")),
            (r#"0{"sid":"x"}"#, packet(Connect, 0, "/", r#"{"sid":"x"}"#)),
            (r#"0/admin,{"sid":"x"}"#, packet(Connect, 0, "/admin", r#"{"sid":"x"}"#)),
            ("1", packet(Disconnect, 0, "/", "")),
            ("1/admin,", packet(Disconnect, 0, "/admin", "")),
            ("1/admin", packet(Disconnect, 0, "/admin", "")),
            (r#"2["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
            (r#"212["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
            (r#"2/,["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
            (r#"2/x?token=1,3["a"]"#, packet(Event, 0, "/x", r#"["a"]"#)),
            ("3999999999999999999999999[]", packet(Ack, 0, "/", "[]")),
            (r#"4{"message":"no"}"#, packet(ConnectError, 0, "/", r#"{"message":"no"}"#)),
            (r#"51-["a"]"#, packet(BinaryEvent, 1, "/", r#"["a"]"#)),
            (r#"58-/x,12["a"]"#, packet(BinaryEvent, 8, "/x", r#"["a"]"#)),
            ("60-0[]", packet(BinaryAck, 0, "/", "[]")),
        ];
        for (text, expected) in cases {
            assert_eq!(Packet::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn broken_heads_are_named() {
        for text in ["", "7", "x", "ü", "-"] {
            assert_eq!(Packet::parse(text), Err(SocketIoError::UnknownPacket(text.to_owned())));
        }
        for text in ["5", "51", "5-[]", "5[]", "6x-", "5 1-[]"] {
            assert_eq!(Packet::parse(text), Err(SocketIoError::AttachmentCountMissing(text.to_owned())));
        }
        for text in ["59-[]", "5999999999-[]", "599999999999999999999999999-[]"] {
            assert_eq!(Packet::parse(text), Err(SocketIoError::TooManyAttachments(text.to_owned())));
        }
    }

    #[test]
    fn an_event_is_an_array_that_begins_with_a_name() {
        assert_eq!(Event::parse(r#"["a",1,{"b":[null]}]"#).unwrap().name, "a");
        assert_eq!(Event::parse(r#" [ "fr\u0061me" ]"#).unwrap().name, "frame");
        for json in ["", "[]", "[1]", "{}", r#""a""#, r#"["a""#, r#"["a",]"#, r#"["a"] x"#, r#"["a",NaN]"#] {
            assert!(matches!(Event::parse(json), Err(SocketIoError::EventUnreadable { .. })), "{json}");
        }
    }

    #[test]
    fn deeply_nested_events_take_no_stack() {
        let depth = 100_000;
        let json = format!(r#"["a",{}{}]"#, "[".repeat(depth), "]".repeat(depth));
        assert_eq!(Event::parse(&json).unwrap().name, "a");
    }

    #[test]
    fn only_one_placeholder_with_number_0_stands_for_the_binary_message() {
        let check = |text: &str| {
            let packet = Packet::parse(text).unwrap();
            packet.attachments == 1 && Event::parse(packet.data).unwrap().is_placeholder()
        };
        assert!(check(r#"51-["frame",{"_placeholder":true,"num":0}]"#));
        assert!(check(r#"51-[ "frame" , {"num":0, "_placeholder":true, "more":1} ]"#));
        for text in [
            r#"51-["frame",{"_placeholder":true,"num":1}]"#,
            r#"51-["frame",{"_placeholder":true,"num":-1}]"#,
            r#"51-["frame",{"_placeholder":true,"num":0.5}]"#,
            r#"51-["frame",{"_placeholder":true,"num":"0"}]"#,
            r#"51-["frame",{"_placeholder":true}]"#,
            r#"51-["frame",{"_placeholder":false,"num":0}]"#,
            r#"51-["frame",{"num":0}]"#,
            r#"51-["frame",[true,0]]"#,
            r#"51-["frame"]"#,
            r#"51-["frame",null]"#,
            r#"51-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]"#,
            r#"52-["frame",{"_placeholder":true,"num":0}]"#,
            r#"50-["frame",{"_placeholder":true,"num":0}]"#,
            r#"2["frame",{"_placeholder":true,"num":0}]"#,
        ] {
            assert!(!check(text), "{text}");
        }
    }

    #[test]
    fn the_socket_id_must_be_usable() {
        assert_eq!(connected_sid(r#"{"sid":"PSNx3pwyBU1DajOeAAAD"}"#).unwrap(), "PSNx3pwyBU1DajOeAAAD");
        for json in ["", "{}", r#"{"sid":""}"#, r#"{"sid":5}"#, r#"{"sid":"a\nb"}"#, r#"["x"]"#] {
            assert_eq!(connected_sid(json), Err(SocketIoError::SidMissing(json.to_owned())));
        }
    }

    #[test]
    fn a_refusal_always_has_words() {
        assert_eq!(refusal_message(r#"{"message":"Unable to connect"}"#), "Unable to connect");
        assert_eq!(refusal_message(""), "no reason given");
        assert_eq!(refusal_message(r#""not here""#), r#""not here""#);
        assert_eq!(refusal_message(&format!(r#"{{"message":"{}"}}"#, "x".repeat(500))).chars().count(), 121);
    }

    #[test]
    fn the_connect_packet_is_what_a_server_expects() {
        assert_eq!(CONNECT, "40");
        assert_eq!(frame_ack(7), r#"42["frame_ack",{"frame_id":7}]"#);
    }

    proptest! {
        #[test]
        fn an_acknowledgement_is_an_event_with_an_integer(id in any::<u8>()) {
            #[derive(serde::Deserialize)]
            struct Ack { frame_id: u8 }
            let text = frame_ack(id);
            let packet = Packet::parse(text.strip_prefix('4').unwrap()).unwrap();
            prop_assert_eq!(packet.kind, PacketKind::Event);
            let (name, ack): (String, Ack) = serde_json::from_str(packet.data).unwrap();
            prop_assert_eq!(name, "frame_ack");
            prop_assert_eq!(ack.frame_id, id);
        }

        #[test]
        fn arbitrary_text_never_panics(text in "[0-7]?([0-9]{0,3}-)?(/[a-z?]*,?)?\\PC{0,60}") {
            if let Ok(packet) = Packet::parse(&text) {
                prop_assert!(packet.attachments <= MAX_ATTACHMENTS);
                if let Ok(event) = Event::parse(packet.data) {
                    let _ = event.is_placeholder();
                    let _ = event.text();
                }
                let _ = connected_sid(packet.data);
                let _ = refusal_message(packet.data);
            }
        }
    }
}
