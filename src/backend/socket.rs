//! The WebSocket: one Socket.IO session, as long as the [`Socket`] lives.
//!
//! It is the browser's own, without a library between: a frame's bytes stay where the browser put them until they are
//! handed to the painter, and what is sent leaves at once.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::{ArrayBuffer, JsString, Uint8Array};
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};

use super::Address;
use super::heartbeat::Heartbeat;
use crate::browser::js_error::in_words;
use crate::sync::DisconnectReason;
use crate::wire::{self, Decoder, Incoming, MAX_TEXT_UNITS, Message, Open, Signal, WireError};

/// What may wait to be sent, in bytes. An acknowledgement has 40, and the backend's window allows four.
const MAX_UNSENT_BYTES: u32 = 16 << 10;
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
    /// A frame came: the bytes of its MessagePack map, where the browser put them.
    Frame(ArrayBuffer),
    /// The socket ended. Nothing follows.
    Closed(DisconnectReason),
}

/// A socket that is open or opening. Dropping it closes it, and nothing is heard of it any more.
pub struct Socket {
    /// `None` when the browser refused to open it.
    session: Option<Rc<Session>>,
}

/// Acknowledges frames on the socket that brought them.
pub struct Acknowledger {
    session: Weak<Session>,
}

/// What receives the socket's events.
type OnEvent = Rc<dyn Fn(SocketEvent)>;

/// One socket's conversation.
struct Session {
    socket: WebSocket,
    /// `None` after the end.
    on_event: RefCell<Option<OnEvent>>,
    decoder: RefCell<Decoder>,
    heartbeat: Heartbeat,
    /// Removed when dropped.
    _listeners: [EventListener; 3],
    /// Throws the socket away when the pings stop; set by the backend's handshake.
    watch: RefCell<Option<Interval>>,
    logged_errors: Cell<u32>,
}

impl Socket {
    /// Opens a socket to the backend at `address`. Whatever happens on it goes, in order, to what `handler` makes,
    /// which is given the means to acknowledge this socket's frames.
    #[must_use]
    pub fn open<F: Fn(SocketEvent) + 'static>(address: &Address, handler: impl FnOnce(Acknowledger) -> F) -> Self {
        let begin = |session| Rc::new(handler(Acknowledger { session })) as OnEvent;
        match WebSocket::new(&address.socket()) {
            Ok(socket) => Self { session: Some(Session::begin(socket, begin)) },
            Err(why) => {
                tracing::warn!("[WebSocket] The browser refuses to open {}: {}", address.socket(), in_words(&why));
                let on_event = begin(Weak::new());
                // Later, not now: whoever opens a socket does not expect its end before having it.
                spawn_local(async move { on_event(SocketEvent::Closed(DisconnectReason::TransportError)) });
                Self { session: None }
            }
        }
    }

    /// The backend answered over REST now. If the socket should have brought something by now, it is dead, and ends
    /// soon.
    pub fn backend_answered(&self) {
        if let Some(session) = self.session.as_ref().filter(|session| session.heartbeat.is_overdue()) {
            let session = Rc::downgrade(session);
            spawn_local(async move {
                if let Some(session) = session.upgrade() {
                    session.end(DisconnectReason::PingTimeout);
                }
            });
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(session) = &self.session {
            session.close();
        }
    }
}

impl Acknowledger {
    /// Tells the backend that a frame was dealt with. After the socket's end there is nobody to tell.
    pub fn acknowledge(&self, frame_id: u8) {
        if let Some(session) = self.session.upgrade() {
            session.send(&wire::frame_ack(frame_id));
        }
    }
}

impl Session {
    fn begin(socket: WebSocket, on_event: impl FnOnce(Weak<Self>) -> OnEvent) -> Rc<Self> {
        socket.set_binary_type(BinaryType::Arraybuffer);
        Rc::new_cyclic(|session: &Weak<Self>| {
            let listeners = ["message", "error", "close"].map(|name| {
                let session = Weak::clone(session);
                EventListener::new(&socket, name, move |event| {
                    if let Some(session) = session.upgrade() {
                        session.handle(event);
                    }
                })
            });
            Self {
                socket,
                on_event: RefCell::new(Some(on_event(Weak::clone(session)))),
                decoder: RefCell::default(),
                heartbeat: Heartbeat::new(),
                _listeners: listeners,
                watch: RefCell::default(),
                logged_errors: Cell::default(),
            }
        })
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        if let Some(message) = event.dyn_ref::<MessageEvent>() {
            self.receive(message);
        } else if event.is_instance_of::<CloseEvent>() {
            self.end(DisconnectReason::TransportClose);
        } else {
            // An error is the end already: Chromium reports no close of a socket that the page's policy forbids.
            self.end(DisconnectReason::TransportError);
        }
    }

    /// Takes a message, which may be the session's end.
    fn receive(self: &Rc<Self>, message: &MessageEvent) {
        self.heartbeat.received();
        let data = message.data();
        if let Some(text) = data.dyn_ref::<JsString>() {
            // Counted where the browser has it: what follows copies it.
            let size = text.length() as usize;
            if size > MAX_TEXT_UNITS {
                return self.log(&WireError::TooLong { size, limit: MAX_TEXT_UNITS, unit: "characters" });
            }
            let text = String::from(text);
            let outcomes = self.decoder.borrow_mut().take(Message::Text(&text));
            return outcomes.for_each(|outcome| self.act(outcome, None));
        }
        // A socket that was asked for these brings nothing else.
        let Ok(bytes) = data.dyn_into::<ArrayBuffer>() else { return };
        let read = || Uint8Array::new(&bytes).to_vec();
        let binary = Message::Binary { size_bytes: bytes.byte_length() as usize, read: &read };
        let outcomes = self.decoder.borrow_mut().take(binary);
        outcomes.for_each(|outcome| self.act(outcome, Some(&bytes)));
    }

    /// Acts on what a message meant, and hands on its `bytes` where that was a frame.
    fn act(self: &Rc<Self>, outcome: Result<Incoming, WireError>, bytes: Option<&ArrayBuffer>) {
        let incoming = match outcome {
            Ok(incoming) => incoming,
            Err(error) => return self.log(&error),
        };
        match incoming {
            Incoming::Opened(open) => {
                say_unusable_once(&open);
                self.watch(&open);
                self.send(wire::CONNECT);
            }
            Incoming::Ping => self.send(wire::PONG),
            Incoming::Connected { sid } => self.emit(SocketEvent::Connected { sid }),
            Incoming::Signal(signal) => self.emit(SocketEvent::Signal(signal)),
            Incoming::Frame => {
                if let Some(bytes) = bytes {
                    self.emit(SocketEvent::Frame(bytes.clone()));
                }
            }
            Incoming::ConnectRefused { message } => {
                tracing::warn!("[WebSocket] The backend refused the connection: {message}");
                self.end(DisconnectReason::ServerDisconnect);
            }
            Incoming::Disconnected => self.end(DisconnectReason::ServerDisconnect),
            Incoming::Closed => self.end(DisconnectReason::TransportClose),
            Incoming::Capabilities | Incoming::Ignored => {}
        }
    }

    fn emit(&self, event: SocketEvent) {
        // Cloned out: whoever receives it may end the session.
        let on_event = self.on_event.borrow().clone();
        if let Some(on_event) = on_event {
            on_event(event);
        }
    }

    /// Closes the socket; no event follows. Returns who receives the events, unless it was closed already.
    fn close(&self) -> Option<OnEvent> {
        let on_event = self.on_event.take()?;
        self.watch.take();
        if let Err(why) = self.socket.close() {
            tracing::warn!("[WebSocket] The browser does not close the socket: {}", in_words(&why));
        }
        Some(on_event)
    }

    fn end(&self, reason: DisconnectReason) {
        if let Some(on_event) = self.close() {
            on_event(SocketEvent::Closed(reason));
        }
    }

    fn send(&self, text: &str) {
        // Of one that is not open the browser would complain in the console. It is about to report the socket's end.
        if self.socket.ready_state() != WebSocket::OPEN {
            return;
        }
        if self.socket.buffered_amount() > MAX_UNSENT_BYTES {
            return tracing::warn!("[WebSocket] Too much waits to be sent: {text} was not");
        }
        if let Err(why) = self.socket.send_with_str(text) {
            tracing::warn!("[WebSocket] The browser does not send {text}: {}", in_words(&why));
            self.end(DisconnectReason::TransportError);
        }
    }

    /// A socket can be open and dead. The backend pings every interval, so silence for longer than that and its
    /// time-out means that nobody is there.
    fn watch(self: &Rc<Self>, open: &Open) {
        self.heartbeat.set_limits(open);
        let session = Rc::downgrade(self);
        let every_ms = WATCH_INTERVAL_MS.min(open.ping_timeout_ms.max(1));
        let watch = Interval::new(every_ms, move || {
            if let Some(session) = session.upgrade().filter(|session| session.heartbeat.is_lost()) {
                session.end(DisconnectReason::PingTimeout);
            }
        });
        self.watch.replace(Some(watch));
    }

    fn log(&self, error: &WireError) {
        let logged = self.logged_errors.get().saturating_add(1);
        self.logged_errors.set(logged);
        match logged {
            ..=MAX_LOGGED_ERRORS => tracing::warn!("[WebSocket] {error}"),
            n if n == MAX_LOGGED_ERRORS + 1 => {
                tracing::warn!("[WebSocket] More messages like these come; no more of them are written here");
            }
            _ => {}
        }
    }
}

/// Says what of the backend's handshake is not gone by: once, because every socket has the same.
fn say_unusable_once(open: &Open) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if !open.unusable.is_empty() && !SAID.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "[WebSocket] The backend's handshake has an unusable {}: going by the protocol's defaults",
            open.unusable.join(" and ")
        );
    }
}
