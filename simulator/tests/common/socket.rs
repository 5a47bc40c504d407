//! A client of the simulator's Socket.IO, on the level of packets.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{Message, error::ProtocolError},
};

use super::{EVER, SOON, Simulator};

/// How the announcement of a signal in MessagePack starts.
pub const SIGNAL: &str = r#"451-["signal_msgpack","#;

/// A client on the level of packets.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What was read already and is next: what came after the announcement that was handed out last, or a ping.
    held: Option<Message>,
}

impl Socket {
    /// Opens a WebSocket; nothing was read yet.
    pub async fn open(simulator: &Simulator) -> Self {
        Self::try_open(simulator).await.unwrap()
    }

    pub async fn try_open(simulator: &Simulator) -> Result<Self, String> {
        let url = format!("ws://127.0.0.1:{}/imswitch/socket.io/?EIO=4&transport=websocket", simulator.port);
        let (stream, _) = tokio_tungstenite::connect_async(url).await.map_err(|error| error.to_string())?;
        Ok(Self { stream, held: None })
    }

    /// Opens a WebSocket and enters the namespace. Gives the three packets that came; a ping among them comes after.
    pub async fn connect(simulator: &Simulator) -> (Self, [String; 3]) {
        let mut socket = Self::open(simulator).await;
        let mut ping = None;
        let open = socket.text_past_ping(&mut ping).await;
        socket.send("40").await;
        let (capabilities, connected) =
            (socket.text_past_ping(&mut ping).await, socket.text_past_ping(&mut ping).await);
        socket.held = ping;
        (socket, [open, capabilities, connected])
    }

    async fn text_past_ping(&mut self, ping: &mut Option<Message>) -> String {
        loop {
            let text = self.text().await;
            if text != "2" {
                return text;
            }
            *ping = Some(Message::text(text));
        }
    }

    pub async fn send(&mut self, packet: &str) {
        self.stream.send(Message::text(packet)).await.unwrap();
    }

    pub async fn acknowledge(&mut self, frame_id: &Value) {
        self.send(&format!("42{}", json!(["frame_ack", {"frame_id": frame_id}]))).await;
    }

    /// The next message; `None` at the end of the connection.
    pub async fn next(&mut self) -> Option<Message> {
        self.next_within(SOON).await.expect("nothing came")
    }

    /// `Err` if nothing came in time. Passes over the storage status, which comes whenever five seconds are over.
    pub async fn next_within(&mut self, wait: Duration) -> Result<Option<Message>, ()> {
        if let Some(message) = self.held.take() {
            return Ok(Some(message));
        }
        let deadline = Instant::now() + wait;
        loop {
            let message = self.receive_within(deadline.saturating_duration_since(Instant::now())).await?;
            if !matches!(&message, Some(Message::Text(text)) if text.starts_with(SIGNAL)) {
                return Ok(message);
            }
            match self.receive_within(SOON).await? {
                Some(Message::Binary(signal)) if is_storage_status(&signal) => {}
                attachment => {
                    self.held = attachment;
                    return Ok(message);
                }
            }
        }
    }

    /// The next message, whatever it is. `Err` if nothing came in time.
    pub async fn receive_within(&mut self, wait: Duration) -> Result<Option<Message>, ()> {
        match timeout(wait, self.stream.next()).await {
            Ok(Some(Ok(message))) => Ok(Some(message)),
            Ok(None | Some(Err(_))) => Ok(None),
            Err(_) => Err(()),
        }
    }

    /// Why the first message that fails to arrive intact does; `None` if the connection ends before one.
    pub async fn failure(&mut self) -> Option<String> {
        let failure = async {
            loop {
                match self.stream.next().await? {
                    Ok(_) => {}
                    Err(error) => return Some(error.to_string()),
                }
            }
        };
        timeout(SOON, failure).await.expect("everything came intact")
    }

    pub async fn text(&mut self) -> String {
        match self.next().await {
            Some(Message::Text(text)) => text.to_string(),
            other => panic!("expected text, got {other:?}"),
        }
    }

    /// Reads until the end of the connection; says whether there was a close frame.
    pub async fn end(&mut self) -> Ending {
        loop {
            match timeout(SOON, self.stream.next()).await.expect("the connection did not end") {
                Some(Ok(Message::Close(_))) => return Ending::Closed,
                Some(Ok(_)) => {}
                Some(Err(tokio_tungstenite::tungstenite::Error::Protocol(
                    ProtocolError::ResetWithoutClosingHandshake,
                )))
                | None => return Ending::Abrupt,
                Some(Err(tokio_tungstenite::tungstenite::Error::Io(_))) => return Ending::Abrupt,
                Some(Err(error)) => panic!("{error}"),
            }
        }
    }

    /// The next event with a binary argument, its MessagePack read. Answers pings.
    pub async fn event(&mut self) -> (String, Value) {
        self.event_within(SOON).await.expect("no event came")
    }

    pub async fn event_within(&mut self, wait: Duration) -> Option<(String, Value)> {
        let deadline = Instant::now() + wait;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Message::Text(text) = self.next_within(left).await.ok()?? else {
                panic!("a binary message that was not announced");
            };
            if text.as_str() == "2" {
                self.send("3").await;
                continue;
            }
            let json = text.strip_prefix("451-").unwrap_or_else(|| panic!("expected a binary event, got {text}"));
            let event: Value = serde_json::from_str(json).unwrap();
            assert_eq!(event[1], json!({"_placeholder": true, "num": 0}));
            let Some(Message::Binary(payload)) = self.next().await else { panic!("no attachment") };
            let payload = rmpv::decode::read_value(&mut payload.as_ref()).unwrap();
            return Some((event[0].as_str().unwrap().to_owned(), to_json(&payload)));
        }
    }

    /// The next frame, past any signals.
    pub async fn frame(&mut self) -> Value {
        self.frame_within(SOON).await.expect("no frame came")
    }

    pub async fn frame_within(&mut self, wait: Duration) -> Option<Value> {
        self.argument_within("frame", wait).await
    }

    /// The frames up to the signal with this name.
    pub async fn frames_until(&mut self, signal: &str) -> Vec<Value> {
        let frames = async {
            let mut frames = Vec::new();
            loop {
                let (event, argument) = self.event().await;
                if event == "frame" {
                    frames.push(argument);
                } else if argument["name"] == signal {
                    return frames;
                }
            }
        };
        timeout(EVER, frames).await.expect("the signal never came")
    }

    /// Passes over all that the server has said so far: the refusal of a namespace comes after it.
    pub async fn catch_up(&mut self) {
        self.send("40/nowhere,").await;
        let is_refusal = |message: &Message| matches!(message, Message::Text(text) if text.starts_with("44/nowhere,"));
        let refused = async { while !is_refusal(&self.next().await.expect("the connection ended")) {} };
        timeout(EVER, refused).await.expect("the namespace was never refused");
    }

    /// The arguments of the next signal with this name, past everything else but the storage status.
    pub async fn signal(&mut self, name: &str) -> Value {
        let signal = async {
            loop {
                let (event, argument) = self.event().await;
                if event == "signal_msgpack" && argument["name"] == name {
                    return argument["args"].clone();
                }
            }
        };
        timeout(EVER, signal).await.unwrap_or_else(|_| panic!("{name} never came"))
    }

    /// The arguments of the next storage status, past everything else.
    pub async fn storage_status(&mut self) -> Value {
        loop {
            match self.receive_within(EVER).await.expect("it never came").expect("the connection ended") {
                Message::Binary(signal) if is_storage_status(&signal) => {
                    return to_json(&rmpv::decode::read_value(&mut &*signal).unwrap())["args"].clone();
                }
                Message::Text(text) if text.as_str() == "2" => self.send("3").await,
                _ => {}
            }
        }
    }

    /// The next signal about streams, past any frames.
    pub async fn stream_signal_within(&mut self, wait: Duration) -> Option<Value> {
        self.argument_within("signal_msgpack", wait).await
    }

    /// What the next event with this name carries, past any others.
    async fn argument_within(&mut self, name: &str, wait: Duration) -> Option<Value> {
        let deadline = Instant::now() + wait;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let (event, argument) = self.event_within(left).await?;
            if event == name {
                return Some(argument);
            }
        }
    }

    pub async fn close(mut self) {
        self.stream.close(None).await.unwrap();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Closed,
    Abrupt,
}

/// Whether a signal's MessagePack is that of the storage status.
pub fn is_storage_status(signal: &[u8]) -> bool {
    rmpv::decode::read_value(&mut &*signal)
        .is_ok_and(|signal| signal["name"].as_str() == Some("sigStorageStatusUpdate"))
}

/// MessagePack as JSON; binary values become arrays of numbers.
fn to_json(value: &rmpv::Value) -> Value {
    match value {
        rmpv::Value::Nil => Value::Null,
        rmpv::Value::Boolean(value) => json!(value),
        rmpv::Value::Integer(value) => value.as_u64().map_or_else(|| json!(value.as_i64()), |value| json!(value)),
        rmpv::Value::F32(value) => json!(value),
        rmpv::Value::F64(value) => json!(value),
        rmpv::Value::String(value) => json!(value.as_str().unwrap()),
        rmpv::Value::Binary(value) => json!(value),
        rmpv::Value::Array(values) => values.iter().map(to_json).collect(),
        rmpv::Value::Map(entries) => entries
            .iter()
            .map(|(key, value)| (key.as_str().unwrap().to_owned(), to_json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        rmpv::Value::Ext(..) => panic!("an extension type"),
    }
}
