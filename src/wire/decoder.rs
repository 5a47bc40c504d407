//! The messages of one WebSocket, in the order they came, to what happened.

use thiserror::Error;

use super::engine_io::{EngineIo, EngineIoError, Open};
use super::signal::{Signal, SignalError};
use super::socket_io::{self, Event, Packet, PacketKind, SocketIoError};

const FRAME: &str = "frame";
const SIGNAL_MSGPACK: &str = "signal_msgpack";
const SIGNAL_JSON: &str = "signal";
/// The data of an event that announces a frame, as python-socketio writes it.
const FRAME_ANNOUNCED: &str = r#"["frame",{"_placeholder":true,"num":0}]"#;
const CAPABILITIES: &str = "server_capabilities";

/// A WebSocket message as it came.
#[derive(Clone, Copy)]
pub enum Message<'a> {
    /// A text message.
    Text(&'a str),
    /// A binary message.
    Binary {
        /// How long it is.
        size_bytes: usize,
        /// Brings its bytes here. Those of a frame are not asked for: a picture is large, and painted elsewhere.
        read: &'a dyn Fn() -> Vec<u8>,
    },
}

/// What a message meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// The connection is open: answer with [`CONNECT`](super::CONNECT).
    Opened(Open),
    /// Answer with [`PONG`](super::PONG).
    Ping,
    /// The main namespace is connected: this is Socket.IO's "connect".
    Connected {
        /// The socket id; 1 to 256 printable ASCII characters.
        sid: String,
    },
    /// The backend refuses the main namespace; the WebSocket stays open.
    ConnectRefused {
        /// The backend's reason, cut to 120 characters.
        message: String,
    },
    /// The backend left the main namespace; the WebSocket stays open.
    Disconnected,
    /// The backend is about to close the WebSocket.
    Closed,
    /// The backend tells every client about itself.
    Signal(Signal),
    /// The binary message is one `frame` event's, for [`Frame::parse`](super::Frame::parse) and
    /// [`frame_id`](super::frame_id).
    Frame,
    /// What the backend can do; comes before [`Incoming::Connected`] and changes nothing.
    Capabilities,
    /// Well-formed, but nothing that this page knows or needs.
    Ignored,
}

/// A message that can't be understood. The decoder and the connection stay usable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WireError {
    /// No Engine.IO v4.
    #[error(transparent)]
    EngineIo(#[from] EngineIoError),
    /// No Socket.IO v5, or a known event with the wrong content.
    #[error(transparent)]
    SocketIo(#[from] SocketIoError),
    /// A signal that has no readable name.
    #[error(transparent)]
    Signal(#[from] SignalError),
    /// A text packet came where an announced binary message was due; the announced event is lost, the packet is not.
    #[error("the binary message that \"{event}\" announced never came: that event is lost")]
    AttachmentMissing {
        /// The event that announced it.
        event: &'static str,
    },
    /// A binary message that no event announced.
    #[error("the backend sent {size_bytes} bytes of binary data that no event had announced")]
    UnannouncedBinary {
        /// The size of the message.
        size_bytes: usize,
    },
    /// A second handshake on one connection.
    #[error("the backend opened the same connection twice")]
    OpenedTwice,
}

/// What the next binary messages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attachment {
    Frame,
    Signal,
    /// Of an event that means nothing to us.
    Ignored,
    /// Of an event that was reported as an error already.
    Rejected,
}

impl Attachment {
    /// The event that announced it.
    fn event(self) -> &'static str {
        match self {
            Self::Frame => FRAME,
            Self::Signal => SIGNAL_MSGPACK,
            Self::Ignored | Self::Rejected => "an unknown event",
        }
    }

    /// The error if it never comes; `None` if that was reported before.
    fn missing(self) -> Option<WireError> {
        (self != Self::Rejected).then(|| WireError::AttachmentMissing { event: self.event() })
    }
}

/// Reads the messages of one WebSocket in order. A new connection takes a new decoder.
#[derive(Debug, Default)]
pub struct Decoder {
    opened: bool,
    /// What is due, and how many messages of it; never 0.
    due: Option<(Attachment, usize)>,
}

impl Decoder {
    /// A decoder for a WebSocket that has not received anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// What `message` means: at most one thing that happened, and at most one error. Nothing comes of a text that
    /// only announces a binary message, nor of a binary message that belongs to an ignored or rejected event.
    ///
    /// Pings and other Engine.IO packets may come between an announcement and its binary message.
    pub fn take(&mut self, message: Message<'_>) -> impl Iterator<Item = Result<Incoming, WireError>> + use<> {
        let (lost, happened) = match message {
            Message::Text(text) => self.take_text(text),
            Message::Binary { size_bytes, read } => (None, self.take_binary(size_bytes, read).transpose()),
        };
        [lost.map(Err), happened].into_iter().flatten()
    }

    fn take_text(&mut self, text: &str) -> (Option<WireError>, Option<Result<Incoming, WireError>>) {
        let packet = match EngineIo::parse(text) {
            Ok(packet) => packet,
            Err(error) => return (None, Some(Err(error.into()))),
        };
        let incoming = match packet {
            EngineIo::Open(_) if self.opened => Err(WireError::OpenedTwice),
            EngineIo::Open(open) => {
                self.opened = true;
                Ok(Incoming::Opened(open))
            }
            EngineIo::Close => Ok(Incoming::Closed),
            EngineIo::Ping => Ok(Incoming::Ping),
            EngineIo::Idle => Ok(Incoming::Ignored),
            EngineIo::Message(packet) => {
                let lost = self.due.take().and_then(|(attachment, _)| attachment.missing());
                return (lost, self.take_packet(packet).transpose());
            }
        };
        (None, Some(incoming))
    }

    fn take_packet(&mut self, text: &str) -> Result<Option<Incoming>, WireError> {
        let packet = Packet::parse(text)?;
        let main_namespace = packet.namespace == "/";
        let incoming = match packet.kind {
            PacketKind::Event | PacketKind::BinaryEvent if main_namespace => {
                self.expect(Attachment::Rejected, packet.attachments);
                return self.take_event(&packet);
            }
            PacketKind::Connect if main_namespace => {
                Incoming::Connected { sid: socket_io::connected_sid(packet.data)? }
            }
            PacketKind::ConnectError if main_namespace => {
                Incoming::ConnectRefused { message: socket_io::refusal_message(packet.data) }
            }
            PacketKind::Disconnect if main_namespace => Incoming::Disconnected,
            _ => {
                self.expect(Attachment::Ignored, packet.attachments);
                Incoming::Ignored
            }
        };
        Ok(Some(incoming))
    }

    fn take_event(&mut self, packet: &Packet<'_>) -> Result<Option<Incoming>, WireError> {
        // This comes with each frame, and is not worth to be taken apart each time.
        if packet.data == FRAME_ANNOUNCED && packet.attachments == 1 {
            self.expect(Attachment::Frame, 1);
            return Ok(None);
        }
        let event = Event::parse(packet.data)?;
        let announced = match event.name.as_str() {
            FRAME => Attachment::Frame,
            SIGNAL_MSGPACK => Attachment::Signal,
            SIGNAL_JSON => {
                let json = event.text().ok_or_else(|| packet.wrong_argument(SIGNAL_JSON, "exactly one text"))?;
                return Ok(Some(Incoming::Signal(Signal::from_json(json)?)));
            }
            unknown => {
                self.expect(Attachment::Ignored, packet.attachments);
                return Ok(Some(if unknown == CAPABILITIES { Incoming::Capabilities } else { Incoming::Ignored }));
            }
        };
        if packet.attachments != 1 || !event.is_placeholder() {
            return Err(packet.wrong_argument(announced.event(), "exactly one binary message").into());
        }
        self.expect(announced, 1);
        Ok(None)
    }

    fn take_binary(&mut self, size_bytes: usize, read: &dyn Fn() -> Vec<u8>) -> Result<Option<Incoming>, WireError> {
        let Some((attachment, count)) = self.due.take() else {
            return Err(WireError::UnannouncedBinary { size_bytes });
        };
        self.expect(attachment, count - 1);
        match attachment {
            Attachment::Frame => Ok(Some(Incoming::Frame)),
            Attachment::Signal => Ok(Some(Incoming::Signal(Signal::from_msgpack(&read())?))),
            Attachment::Ignored | Attachment::Rejected => Ok(None),
        }
    }

    fn expect(&mut self, attachment: Attachment, count: usize) {
        self.due = (count > 0).then_some((attachment, count));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample;
    use super::*;

    const FRAME_HEAD: &str = r#"451-["frame",{"_placeholder":true,"num":0}]"#;
    const SIGNAL_HEAD: &str = r#"451-["signal_msgpack",{"_placeholder":true,"num":0}]"#;
    const OPEN: &str = r#"0{"sid":"BuAz","upgrades":[],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#;

    type Outcome = Result<Incoming, WireError>;

    fn text(decoder: &mut Decoder, text: &str) -> Vec<Outcome> {
        decoder.take(Message::Text(text)).collect()
    }

    fn binary(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Outcome> {
        decoder.take(Message::Binary { size_bytes: bytes.len(), read: &|| bytes.to_vec() }).collect()
    }

    fn missing(event: &'static str) -> Outcome {
        Err(WireError::AttachmentMissing { event })
    }

    /// The decoder still reads a frame as if nothing had happened.
    fn assert_alive(decoder: &mut Decoder) {
        assert_eq!(text(decoder, FRAME_HEAD), []);
        assert_eq!(binary(decoder, b"bytes"), [Ok(Incoming::Frame)]);
    }

    #[test]
    fn a_session_is_understood() {
        let decoder = &mut Decoder::new();
        let opened = text(decoder, OPEN);
        assert!(matches!(&opened[..], [Ok(Incoming::Opened(open))] if open.ping_interval_ms == 25_000), "{opened:?}");
        let capabilities = r#"42["server_capabilities",{"messagepack":true,"protocol_version":"1.0"}]"#;
        assert_eq!(text(decoder, capabilities), [Ok(Incoming::Capabilities)]);
        assert_eq!(text(decoder, r#"40{"sid":"PSNx"}"#), [Ok(Incoming::Connected { sid: "PSNx".to_owned() })]);
        assert_eq!(text(decoder, SIGNAL_HEAD), []);
        let signal = binary(decoder, &sample::signal("sigStreamStarted"));
        assert!(matches!(&signal[..], [Ok(Incoming::Signal(Signal::StreamStarted { .. }))]), "{signal:?}");
        assert_alive(decoder);
        assert_eq!(text(decoder, "2"), [Ok(Incoming::Ping)]);
        let older = r#"42["signal","{\"name\":\"sigStreamStopped\",\"args\":{\"p0\":\"Cam\",\"p1\":\"jpeg\"}}"]"#;
        let stopped = Signal::StreamStopped { detector: Some("Cam".to_owned()), protocol: Some("jpeg".to_owned()) };
        assert_eq!(text(decoder, older), [Ok(Incoming::Signal(stopped))]);
        assert_eq!(text(decoder, "41"), [Ok(Incoming::Disconnected)]);
        assert_eq!(text(decoder, "1"), [Ok(Incoming::Closed)]);
    }

    #[test]
    fn a_frames_bytes_are_not_asked_for() {
        // As the backend writes it, and as another one could.
        for head in [FRAME_HEAD, r#"451-[ "frame", {"num":0, "_placeholder":true} ]"#] {
            let decoder = &mut Decoder::new();
            assert_eq!(text(decoder, head), []);
            let frame = Message::Binary { size_bytes: 3, read: &|| panic!("they were asked for") };
            assert_eq!(decoder.take(frame).collect::<Vec<_>>(), [Ok(Incoming::Frame)]);
        }
    }

    #[test]
    fn a_refused_connection_has_its_reason() {
        let refused = Incoming::ConnectRefused { message: "full".to_owned() };
        assert_eq!(text(&mut Decoder::new(), r#"44{"message":"full"}"#), [Ok(refused)]);
    }

    #[test]
    fn pings_may_come_between_an_announcement_and_its_frame() {
        let decoder = &mut Decoder::new();
        assert_eq!(text(decoder, FRAME_HEAD), []);
        assert_eq!(text(decoder, "2"), [Ok(Incoming::Ping)]);
        assert_eq!(text(decoder, "6"), [Ok(Incoming::Ignored)]);
        assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
    }

    #[test]
    fn a_packet_in_the_place_of_a_frame_costs_the_frame_and_not_the_packet() {
        let decoder = &mut Decoder::new();
        assert_eq!(text(decoder, FRAME_HEAD), []);
        assert_eq!(text(decoder, "41"), [missing("frame"), Ok(Incoming::Disconnected)]);
        assert_eq!(text(decoder, SIGNAL_HEAD), []);
        assert_eq!(text(decoder, FRAME_HEAD), [missing("signal_msgpack")]);
        assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
        assert_eq!(text(decoder, FRAME_HEAD), []);
        let both = text(decoder, "49");
        assert!(matches!(&both[..], [Err(WireError::AttachmentMissing { .. }), Err(WireError::SocketIo(_))]));
        assert_alive(decoder);
    }

    #[test]
    fn a_binary_message_that_nobody_announced_is_an_error() {
        let decoder = &mut Decoder::new();
        assert_eq!(binary(decoder, &[0; 9]), [Err(WireError::UnannouncedBinary { size_bytes: 9 })]);
        assert_alive(decoder);
        assert_eq!(binary(decoder, &[]), [Err(WireError::UnannouncedBinary { size_bytes: 0 })]);
        assert_alive(decoder);
    }

    #[test]
    fn wrong_placeholders_are_one_error_each() {
        for (head, attachments) in [
            (r#"451-["frame",{"_placeholder":true,"num":1}]"#, 1),
            (r#"451-["frame",{"_placeholder":true,"num":18446744073709551616}]"#, 1),
            (r#"451-["frame"]"#, 1),
            (r#"452-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#, 2),
            (r#"450-["signal_msgpack"]"#, 0),
            (r#"42["frame",{"metadata":{"frame_id":1}}]"#, 0),
            (r#"453-["frame""#, 3),
            (r#"45999999999-["frame",{"_placeholder":true,"num":0}]"#, 0),
        ] {
            let decoder = &mut Decoder::new();
            let outcomes = text(decoder, head);
            assert!(matches!(&outcomes[..], [Err(WireError::SocketIo(_))]), "{head}: {outcomes:?}");
            for _ in 0..attachments {
                assert_eq!(binary(decoder, b"x"), [], "{head}");
            }
            assert_alive(decoder);
            // The same without the announced messages: reported once is enough.
            assert!(matches!(&text(decoder, head)[..], [Err(WireError::SocketIo(_))]));
            assert_alive(decoder);
        }
    }

    #[test]
    fn unknown_events_are_ignored_with_their_binary_messages() {
        let decoder = &mut Decoder::new();
        for head in [r#"42["new",{"a":[1,2]}]"#, r#"42/admin,["frame"]"#, "431[]", r#"40/admin,{"sid":"x"}"#, "3", "6"]
        {
            assert_eq!(text(decoder, head), [Ok(Incoming::Ignored)], "{head}");
            assert_alive(decoder);
        }
        let two = r#"{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}"#;
        for head in [format!(r#"452-["new",{two}]"#), format!("452-/admin,[\"frame\",{two}]"), format!("462-7[{two}]")]
        {
            assert_eq!(text(decoder, &head), [Ok(Incoming::Ignored)], "{head}");
            assert_eq!(binary(decoder, b"x"), []);
            assert_eq!(binary(decoder, b"x"), []);
            assert_alive(decoder);
            assert_eq!(text(decoder, &head), [Ok(Incoming::Ignored)]);
            assert_eq!(text(decoder, FRAME_HEAD), [missing("an unknown event")]);
            assert_eq!(text(decoder, "1"), [Ok(Incoming::Closed)]);
            assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
        }
    }

    #[test]
    fn other_namespaces_do_not_touch_the_connection() {
        for head in ["41/admin,", r#"44/admin,{"message":"no"}"#] {
            assert_eq!(text(&mut Decoder::new(), head), [Ok(Incoming::Ignored)], "{head}");
        }
    }

    #[test]
    fn broken_signals_are_errors() {
        let decoder = &mut Decoder::new();
        assert_eq!(text(decoder, SIGNAL_HEAD), []);
        assert_eq!(binary(decoder, &[0xc0]), [Err(WireError::Signal(SignalError::NameMissing))]);
        for head in [r#"42["signal"]"#, r#"42["signal",{"name":"x"}]"#, r#"42["signal","{}","more"]"#] {
            assert!(matches!(&text(decoder, head)[..], [Err(WireError::SocketIo(_))]), "{head}");
        }
        assert!(matches!(&text(decoder, r#"42["signal","{}"]"#)[..], [Err(WireError::Signal(_))]));
        assert_alive(decoder);
    }

    #[test]
    fn a_second_handshake_is_an_error() {
        let decoder = &mut Decoder::new();
        assert!(matches!(&text(decoder, OPEN)[..], [Ok(Incoming::Opened(_))]));
        assert_eq!(text(decoder, OPEN), [Err(WireError::OpenedTwice)]);
        assert_alive(decoder);
    }

    #[test]
    fn a_text_cut_anywhere_leaves_the_decoder_alive() {
        let signal = r#"42["signal","{\"name\":\"sigStreamStopped\"}"]"#;
        for whole in [OPEN, FRAME_HEAD, SIGNAL_HEAD, signal, r#"40{"sid":"PSNx"}"#, r#"44{"message":"full"}"#] {
            for len in 0..whole.len() {
                let decoder = &mut Decoder::new();
                let _ = text(decoder, &whole[..len]);
                assert_alive(decoder);
            }
        }
    }

    #[derive(Debug, Clone)]
    enum Sent {
        Text(String),
        Binary(Vec<u8>),
    }

    fn any_message() -> impl Strategy<Value = Sent> {
        let whole = prop::sample::select(vec![FRAME_HEAD, SIGNAL_HEAD, OPEN, "2", "41", "40", "1"]);
        prop_oneof![
            whole.prop_map(|text| Sent::Text(text.to_owned())),
            "(4[0-6])?([0-9]{0,2}-)?(\\[\"(frame|signal|x)\")?\\PC{0,30}".prop_map(Sent::Text),
            any::<String>().prop_map(Sent::Text),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(Sent::Binary),
        ]
    }

    proptest! {
        #[test]
        fn any_conversation_leaves_the_decoder_alive(messages in prop::collection::vec(any_message(), 0..20)) {
            let decoder = &mut Decoder::new();
            for message in &messages {
                let outcomes: Vec<_> = match message {
                    Sent::Text(head) => text(decoder, head),
                    Sent::Binary(bytes) => binary(decoder, bytes),
                };
                for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                    prop_assert!(error.to_string().chars().count() < 400);
                }
            }
            // Whatever was due is given up; from there on it reads on.
            let _ = text(decoder, "41");
            assert_alive(decoder);
        }
    }
}
