//! The WebSocket: one Socket.IO session over gloo-net's socket, as long as the [`Socket`] lives.

use std::fmt;
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::future::{Either, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message as SocketMessage, State, WebSocketError};
use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;

use super::Address;
use super::pulse::Pulse;
use crate::sync::DisconnectReason;
use crate::wire::{self, Decoder, Incoming, Message, Open, Signal, WireError};

/// Messages that wait to be sent: acknowledgements, of which the backend's window allows four.
const OUTBOX_MESSAGES: usize = 64;
/// How often it is looked whether the backend still pings.
const WATCH_INTERVAL_MS: u32 = 5_000;
/// Errors of one socket that are written to the console; a backend that sends garbage would flood it.
const MAX_LOGGED_ERRORS: u32 = 20;

/// What happens on the socket.
#[derive(Debug)]
pub enum SocketEvent {
    /// The handshake is done.
    Connected {
        /// The Socket.IO id.
        sid: String,
    },
    /// The backend announced something.
    Signal(Signal),
    /// A frame came: the bytes of its MessagePack map.
    Frame(Vec<u8>),
    /// The socket ended. Nothing follows.
    Closed(DisconnectReason),
}

/// A socket that is open or opening. Dropping it closes it, and nothing is heard of it any more.
#[derive(Debug)]
pub struct Socket {
    outbox: mpsc::Sender<Turn>,
    pulse: Rc<Pulse>,
}

/// Acknowledges frames on the socket that brought them.
#[derive(Clone, Debug)]
pub struct Acknowledger {
    outbox: mpsc::Sender<Turn>,
}

/// What the session's loop takes next.
#[derive(Debug)]
enum Turn {
    Came(Result<SocketMessage, WebSocketError>),
    Send(String),
    /// The server ended the stream of messages.
    Over,
    /// No ping came in time.
    Silent,
    /// The [`Socket`] was dropped.
    Dropped,
}

impl Socket {
    /// Opens a socket to the backend at `address`. Whatever happens on it goes, in order, to what `handler` makes,
    /// which is given the means to acknowledge this socket's frames.
    #[must_use]
    pub fn open<F: Fn(SocketEvent) + 'static>(address: &Address, handler: impl FnOnce(Acknowledger) -> F) -> Self {
        let (outbox, inbox) = mpsc::channel(OUTBOX_MESSAGES);
        let on_event = handler(Acknowledger { outbox: outbox.clone() });
        let pulse = Rc::new(Pulse::new());
        match WebSocket::open(&address.socket()) {
            Ok(socket) => {
                let session = Session::new(on_event, outbox.clone(), Rc::clone(&pulse));
                spawn_local(session.run(socket, inbox));
            }
            Err(error) => {
                warn(format_args!("The browser refuses to open {}: {error}", address.socket()));
                // Later, not now: whoever opens a socket does not expect its end before having it.
                spawn_local(async move { on_event(SocketEvent::Closed(DisconnectReason::TransportError)) });
            }
        }
        Self { outbox, pulse }
    }

    /// The backend answered over REST now. If the socket should have brought something by now, it is dead, and ends.
    pub fn answered_elsewhere(&self) {
        if self.pulse.lost_alone() {
            // A full outbox means that nothing was sent for long either; the next answer will do.
            drop(self.outbox.clone().try_send(Turn::Silent));
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.outbox.close_channel();
    }
}

impl Acknowledger {
    /// Tells the backend that a frame was dealt with. After the socket's end there is nobody to tell.
    pub fn acknowledge(&self, frame_id: u8) {
        if let Err(error) = self.outbox.clone().try_send(Turn::Send(wire::frame_ack(frame_id)))
            && error.is_full()
        {
            warn(format_args!("Too many messages wait to be sent: frame {frame_id} stays unacknowledged"));
        }
    }
}

/// One place for all warnings: the macro leaves a lot of code wherever it stands.
fn warn(what: fmt::Arguments<'_>) {
    tracing::warn!("[WebSocket] {what}");
}

/// What waits to be sent comes first, so that nothing more is taken from a socket that was dropped.
async fn next_turn(socket: &mut WebSocket, inbox: &mut mpsc::Receiver<Turn>) -> Turn {
    match select(inbox.next(), socket.next()).await {
        Either::Left((turn, _)) => turn.unwrap_or(Turn::Dropped),
        Either::Right((message, _)) => message.map_or(Turn::Over, Turn::Came),
    }
}

/// One socket's conversation.
struct Session<F> {
    on_event: F,
    outbox: mpsc::Sender<Turn>,
    decoder: Decoder,
    pulse: Rc<Pulse>,
    /// Throws the socket away when the pings stop; set by the backend's handshake.
    watch: Option<Interval>,
    logged_errors: u32,
    /// The browser reported an error, which comes before the close that it causes.
    failed: bool,
}

impl<F: Fn(SocketEvent)> Session<F> {
    fn new(on_event: F, outbox: mpsc::Sender<Turn>, pulse: Rc<Pulse>) -> Self {
        Self { on_event, outbox, decoder: Decoder::new(), pulse, watch: None, logged_errors: 0, failed: false }
    }

    async fn run(mut self, mut socket: WebSocket, mut inbox: mpsc::Receiver<Turn>) {
        loop {
            let end = match next_turn(&mut socket, &mut inbox).await {
                Turn::Came(Ok(message)) => self.take(message),
                Turn::Came(Err(WebSocketError::ConnectionError)) => {
                    self.failed = true;
                    None
                }
                Turn::Came(Err(WebSocketError::ConnectionClose(_))) | Turn::Over if self.failed => {
                    Some(DisconnectReason::TransportError)
                }
                Turn::Came(Err(_)) | Turn::Over => Some(DisconnectReason::TransportClose),
                Turn::Silent => Some(DisconnectReason::PingTimeout),
                Turn::Send(text) if matches!(socket.state(), State::Open) => {
                    socket.send(SocketMessage::Text(text)).await.err().map(|_| DisconnectReason::TransportError)
                }
                // The browser would complain in the console. It is about to report the socket's end.
                Turn::Send(_) => None,
                Turn::Dropped => return,
            };
            if let Some(reason) = end {
                return (self.on_event)(SocketEvent::Closed(reason));
            }
        }
    }

    /// Takes a message; says why the socket should end, if it should.
    fn take(&mut self, message: SocketMessage) -> Option<DisconnectReason> {
        self.pulse.heard();
        let outcomes = match message {
            SocketMessage::Text(text) => self.decoder.take(Message::Text(&text)),
            SocketMessage::Bytes(bytes) => self.decoder.take(Message::Binary(bytes)),
        };
        let mut end = None;
        for outcome in outcomes {
            match outcome {
                Ok(incoming) => end = end.or(self.act(incoming)),
                Err(error) => self.log(&error),
            }
        }
        end
    }

    fn act(&mut self, incoming: Incoming) -> Option<DisconnectReason> {
        match incoming {
            Incoming::Opened(open) => {
                self.watch(&open);
                self.reply(wire::CONNECT);
            }
            Incoming::Ping => self.reply(wire::PONG),
            Incoming::Connected { sid } => (self.on_event)(SocketEvent::Connected { sid }),
            Incoming::Signal(signal) => (self.on_event)(SocketEvent::Signal(signal)),
            Incoming::Frame(bytes) => (self.on_event)(SocketEvent::Frame(bytes)),
            Incoming::ConnectRefused { message } => {
                warn(format_args!("The backend refused the connection: {message}"));
                return Some(DisconnectReason::ServerDisconnect);
            }
            Incoming::Disconnected => return Some(DisconnectReason::ServerDisconnect),
            Incoming::Closed => return Some(DisconnectReason::TransportClose),
            Incoming::Capabilities | Incoming::Ignored => {}
        }
        None
    }

    fn reply(&mut self, text: &str) {
        if self.outbox.try_send(Turn::Send(text.to_owned())).is_err() {
            warn(format_args!("Too many messages wait to be sent: {text:?} was not"));
        }
    }

    /// A socket can be open and dead. The backend pings every interval, so silence for longer than that and its
    /// time-out means that nobody is there.
    fn watch(&mut self, open: &Open) {
        self.pulse.promise(open);
        let pulse = Rc::clone(&self.pulse);
        let mut outbox = self.outbox.clone();
        let every_ms = WATCH_INTERVAL_MS.min(open.ping_timeout_ms.max(1));
        self.watch = Some(Interval::new(every_ms, move || {
            if pulse.lost() {
                // A full outbox means that nothing was sent for long either; the next look will do.
                drop(outbox.try_send(Turn::Silent));
            }
        }));
    }

    fn log(&mut self, error: &WireError) {
        self.logged_errors += 1;
        match self.logged_errors {
            ..=MAX_LOGGED_ERRORS => warn(format_args!("{error}")),
            n if n == MAX_LOGGED_ERRORS + 1 => {
                warn(format_args!("More messages like these come; no more of them are written here"));
            }
            _ => {}
        }
    }
}
