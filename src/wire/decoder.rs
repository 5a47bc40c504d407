//! The messages of one WebSocket, in the order they came, to what happened.

use thiserror::Error;

use super::engine_io::{EngineIo, EngineIoError, Open};
use super::signal::{Signal, SignalError};
use super::socket_io::{self, Event, Packet, PacketKind, SocketIoError};

const FRAME: &str = "frame";
const SIGNAL_MSGPACK: &str = "signal_msgpack";
const SIGNAL_JSON: &str = "signal";
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
        /// Copies its bytes to the page's memory. Not called for a frame: its picture is large, and a worker paints it.
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
        let event = Event::parse(packet.data)?;
        let announced = match event.name.as_str() {
            FRAME => Attachment::Frame,
            SIGNAL_MSGPACK => Attachment::Signal,
            SIGNAL_JSON => {
                let json = event.text().ok_or_else(|| packet.wrong_argument(SIGNAL_JSON, "a text"))?;
                return Ok(Some(Incoming::Signal(Signal::from_json(&json)?)));
            }
            unknown => {
                self.expect(Attachment::Ignored, packet.attachments);
                return Ok(Some(if unknown == CAPABILITIES { Incoming::Capabilities } else { Incoming::Ignored }));
            }
        };
        if packet.attachments == 0 || !event.is_placeholder() {
            return Err(packet.wrong_argument(announced.event(), "a binary message").into());
        }
        self.expect(announced, packet.attachments);
        Ok(None)
    }

    fn take_binary(&mut self, size_bytes: usize, read: &dyn Fn() -> Vec<u8>) -> Result<Option<Incoming>, WireError> {
        let Some((attachment, count)) = self.due.take() else {
            return Err(WireError::UnannouncedBinary { size_bytes });
        };
        // What is known carries one binary message, which comes first.
        let others = if attachment == Attachment::Rejected { attachment } else { Attachment::Ignored };
        self.expect(others, count - 1);
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
mod tests;
