//! The proxy: every WebSocket message between a client and the Socket.IO library passes through here.
//!
//! It does what the library can't: send an event before the connect packet, count the bytes that a client has not
//! read yet, ping at the times of the real server, and carry out faults.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::{
    io::DuplexStream,
    sync::{Notify, mpsc, oneshot},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Error, Message},
};

use crate::fault::FaultSwitch;

/// Commands that may wait for the proxy.
const MAX_COMMANDS: usize = 64;

/// The WebSocket to the client.
pub type ClientSocket = WebSocketStream<TokioIo<Upgraded>>;
/// The WebSocket to the library.
pub type LibrarySocket = WebSocketStream<DuplexStream>;

/// How the server ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndMode {
    /// The TCP connection ends without a close frame.
    Abrupt,
    /// With a WebSocket close frame.
    CloseFrame,
}

#[derive(Debug)]
enum Command {
    Inject { messages: Vec<Message>, sent: oneshot::Sender<()> },
    Close,
}

/// Controls the proxy of one connection.
#[derive(Debug)]
pub struct ProxyHandle {
    commands: mpsc::Sender<Command>,
    unsent_bytes: AtomicUsize,
    aborted: Notify,
}

/// The receiving end of a handle's commands.
#[derive(Debug)]
pub struct Commands(mpsc::Receiver<Command>);

impl ProxyHandle {
    /// A handle and what [`run`] needs.
    pub fn new() -> (Arc<Self>, Commands) {
        let (commands, receiver) = mpsc::channel(MAX_COMMANDS);
        let handle = Self { commands, unsent_bytes: AtomicUsize::new(0), aborted: Notify::new() };
        (Arc::new(handle), Commands(receiver))
    }

    /// Bytes of binary payloads given to the library and not yet to the network.
    pub fn unsent_bytes(&self) -> usize {
        self.unsent_bytes.load(Ordering::Acquire)
    }

    /// Counts a binary payload that was given to the library.
    pub fn add_unsent(&self, bytes: usize) {
        self.unsent_bytes.fetch_add(bytes, Ordering::AcqRel);
    }

    /// Sends messages past the library, all at once and never between an announcement and its attachment.
    /// Returns when they are sent or the connection has ended.
    pub async fn inject(&self, messages: Vec<Message>) {
        let (sent, done) = oneshot::channel();
        if self.commands.send(Command::Inject { messages, sent }).await.is_ok() {
            // An error means that the connection ended meanwhile.
            let _ = done.await;
        }
    }

    /// Ends the connection.
    pub async fn end(&self, mode: EndMode) {
        match mode {
            // Not a command: it also works on a client that reads nothing.
            EndMode::Abrupt => self.aborted.notify_one(),
            EndMode::CloseFrame => {
                // An error means that the connection has ended already.
                let _ = self.commands.send(Command::Close).await;
            }
        }
    }

    /// Waits until the connection has ended.
    pub async fn closed(&self) {
        self.commands.closed().await;
    }

    /// Counts a binary payload that was sent to the client.
    fn remove_unsent(&self, bytes: usize) {
        // Injected messages were never added.
        let updated = self
            .unsent_bytes
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |unsent| Some(unsent.saturating_sub(bytes)));
        debug_assert!(updated.is_ok());
    }
}

/// Passes messages on in both directions until either side ends.
pub async fn run(
    faults: &FaultSwitch,
    handle: &ProxyHandle,
    client: ClientSocket,
    library: LibrarySocket,
    commands: Commands,
) {
    let (client_sink, client_stream) = client.split();
    let (library_sink, library_stream) = library.split();
    let pong_due = Notify::new();
    let mut to_client = ToClient {
        faults,
        handle,
        sink: client_sink,
        pong_due: &pong_due,
        first_ping: FirstPing::Expected,
        attachments_due: 0,
    };
    tokio::select! {
        _ = to_client.run(library_stream, commands) => {}
        _ = to_library(faults, client_stream, library_sink, &pong_due) => {}
        () = handle.aborted.notified() => {}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstPing {
    Expected,
    Dropped,
}

struct ToClient<'a> {
    faults: &'a FaultSwitch,
    handle: &'a ProxyHandle,
    sink: SplitSink<ClientSocket, Message>,
    pong_due: &'a Notify,
    first_ping: FirstPing,
    attachments_due: usize,
}

impl ToClient<'_> {
    async fn run(&mut self, mut library: SplitStream<LibrarySocket>, mut commands: Commands) -> Result<(), Error> {
        loop {
            tokio::select! {
                message = library.next() => match message {
                    Some(message) => self.forward(message?).await?,
                    None => return Ok(()),
                },
                command = commands.0.recv(), if self.attachments_due == 0 => match command {
                    Some(Command::Inject { messages, sent }) => {
                        for message in messages {
                            self.sink.feed(message).await?;
                        }
                        self.sink.flush().await?;
                        // An error means that the caller has stopped waiting.
                        let _ = sent.send(());
                    }
                    None => return Ok(()),
                    Some(Command::Close) => {
                        self.sink.close().await?;
                        return Ok(());
                    }
                },
            }
        }
    }

    async fn forward(&mut self, message: Message) -> Result<(), Error> {
        match &message {
            Message::Text(text) if text.as_str() == "2" => {
                // The library pings at once; the real server only after the first interval.
                let first = std::mem::replace(&mut self.first_ping, FirstPing::Dropped) == FirstPing::Expected;
                if first || self.faults.pings_are_muted() {
                    self.pong_due.notify_one();
                    return Ok(());
                }
            }
            // The library announces the end of a connection; the real server just ends it.
            Message::Text(text) if text.as_str() == "1" => return Ok(()),
            Message::Text(text) => self.attachments_due = attachments(text.as_str()),
            Message::Binary(payload) => {
                self.attachments_due = self.attachments_due.saturating_sub(1);
                let bytes = payload.len();
                let sent = self.send(message).await;
                self.handle.remove_unsent(bytes);
                return sent;
            }
            _ => {}
        }
        self.send(message).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Error> {
        if self.faults.connections_are_half_open() && !message.is_close() {
            return Ok(());
        }
        self.sink.send(message).await
    }
}

/// How many binary messages a packet announces (`451-[...]`: one).
fn attachments(packet: &str) -> usize {
    packet
        .strip_prefix("45")
        .and_then(|rest| rest.split_once('-'))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
}

fn is_pong(message: &Message) -> bool {
    matches!(message, Message::Text(text) if text.as_str() == "3")
}

async fn to_library(
    faults: &FaultSwitch,
    mut client: SplitStream<ClientSocket>,
    mut library: SplitSink<LibrarySocket, Message>,
    pong_due: &Notify,
) -> Result<(), Error> {
    loop {
        tokio::select! {
            message = client.next() => match message {
                Some(message) => {
                    let message = message?;
                    // A ping may have been under way when the fault began: without the answer the library would end the
                    // connection, which is to stay open.
                    if message.is_close() || is_pong(&message) || !faults.connections_are_half_open() {
                        library.send(message).await?;
                    }
                }
                None => return Ok(()),
            },
            () = pong_due.notified() => library.send(Message::text("3")).await?,
        }
    }
}
