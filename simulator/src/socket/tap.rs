//! The tap: every WebSocket message between a client and the Socket.IO library passes through here.
//!
//! It exists for what the library can't do: say something before the connect packet, count what a client has not
//! taken yet, ping at the times of the real server, and misbehave on request.

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

use crate::simulator::Simulator;

const MOST_INJECTIONS: usize = 64;

/// The WebSocket of the client.
pub type Outside = WebSocketStream<TokioIo<Upgraded>>;
/// The WebSocket of the library.
pub type Inside = WebSocketStream<DuplexStream>;

/// How a connection ends at the server's will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The TCP connection just goes away.
    Abrupt,
    /// With a WebSocket close frame.
    Closed,
}

#[derive(Debug)]
enum Order {
    Inject { messages: Vec<Message>, sent: oneshot::Sender<()> },
    Close,
}

/// Reaches into one connection.
#[derive(Debug)]
pub struct TapHandle {
    orders: mpsc::Sender<Order>,
    unsent_bytes: AtomicUsize,
    cut: Notify,
}

/// The receiving end of a handle's orders.
#[derive(Debug)]
pub struct Orders(mpsc::Receiver<Order>);

impl TapHandle {
    /// A handle and what [`run`] needs.
    pub fn new() -> (Arc<Self>, Orders) {
        let (orders, receiver) = mpsc::channel(MOST_INJECTIONS);
        let handle = Self { orders, unsent_bytes: AtomicUsize::new(0), cut: Notify::new() };
        (Arc::new(handle), Orders(receiver))
    }

    /// Bytes of binary payloads given to the library and not yet to the network.
    pub fn unsent_bytes(&self) -> usize {
        self.unsent_bytes.load(Ordering::Acquire)
    }

    /// A binary payload was given to the library.
    pub fn queued(&self, bytes: usize) {
        self.unsent_bytes.fetch_add(bytes, Ordering::AcqRel);
    }

    /// Sends messages past the library, all at once and never between an announcement and its attachment.
    /// Returns when they are sent or the connection is gone.
    pub async fn inject(&self, messages: Vec<Message>) {
        let (sent, done) = oneshot::channel();
        if self.orders.send(Order::Inject { messages, sent }).await.is_ok() {
            // An error means that the connection ended meanwhile.
            let _ = done.await;
        }
    }

    /// Ends the connection.
    pub async fn end(&self, ending: Ending) {
        match ending {
            // Not an order: it works on a client that takes nothing, too.
            Ending::Abrupt => self.cut.notify_one(),
            Ending::Closed => {
                // An error means that the connection has ended already.
                let _ = self.orders.send(Order::Close).await;
            }
        }
    }

    /// Waits until the connection is gone.
    pub async fn gone(&self) {
        self.orders.closed().await;
    }

    fn taken(&self, bytes: usize) {
        // What was injected was never counted.
        let taken = self
            .unsent_bytes
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |unsent| Some(unsent.saturating_sub(bytes)));
        debug_assert!(taken.is_ok());
    }
}

/// Passes messages on in both directions until either side ends.
pub async fn run(simulator: Arc<Simulator>, handle: Arc<TapHandle>, outside: Outside, inside: Inside, orders: Orders) {
    let (outside_sink, outside_stream) = outside.split();
    let (inside_sink, inside_stream) = inside.split();
    let pong_due = Notify::new();
    let mut down = Down {
        simulator: &simulator,
        handle: &handle,
        sink: outside_sink,
        pong_due: &pong_due,
        first_ping: FirstPing::Awaited,
        attachments_due: 0,
    };
    tokio::select! {
        _ = down.run(inside_stream, orders) => {}
        _ = up(&simulator, outside_stream, inside_sink, &pong_due) => {}
        () = handle.cut.notified() => {}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstPing {
    Awaited,
    Swallowed,
}

struct Down<'a> {
    simulator: &'a Simulator,
    handle: &'a TapHandle,
    sink: SplitSink<Outside, Message>,
    pong_due: &'a Notify,
    first_ping: FirstPing,
    attachments_due: usize,
}

impl Down<'_> {
    async fn run(&mut self, mut inside: SplitStream<Inside>, mut orders: Orders) -> Result<(), Error> {
        loop {
            tokio::select! {
                message = inside.next() => match message {
                    Some(message) => self.pass_on(message?).await?,
                    None => return Ok(()),
                },
                order = orders.0.recv(), if self.attachments_due == 0 => match order {
                    Some(Order::Inject { messages, sent }) => {
                        for message in messages {
                            self.sink.feed(message).await?;
                        }
                        self.sink.flush().await?;
                        // Whoever asked may have stopped waiting.
                        let _ = sent.send(());
                    }
                    None => return Ok(()),
                    Some(Order::Close) => {
                        self.sink.close().await?;
                        return Ok(());
                    }
                },
            }
        }
    }

    async fn pass_on(&mut self, message: Message) -> Result<(), Error> {
        match &message {
            Message::Text(text) if text.as_str() == "2" => {
                // The library pings at once; the real server only after the first interval.
                let first = std::mem::replace(&mut self.first_ping, FirstPing::Swallowed) == FirstPing::Awaited;
                if first || self.simulator.faults.pings_are_muted() {
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
                self.handle.taken(bytes);
                return sent;
            }
            _ => {}
        }
        self.send(message).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Error> {
        if self.simulator.faults.connections_are_half_open() && !message.is_close() {
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

async fn up(
    simulator: &Simulator,
    mut outside: SplitStream<Outside>,
    mut inside: SplitSink<Inside, Message>,
    pong_due: &Notify,
) -> Result<(), Error> {
    loop {
        tokio::select! {
            message = outside.next() => match message {
                Some(message) => {
                    let message = message?;
                    if message.is_close() || !simulator.faults.connections_are_half_open() {
                        inside.send(message).await?;
                    }
                }
                None => return Ok(()),
            },
            () = pong_due.notified() => inside.send(Message::text("3")).await?,
        }
    }
}
