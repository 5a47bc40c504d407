//! A simulator process with plain HTTP and WebSocket clients, which know nothing of the simulator's libraries.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{Message, error::ProtocolError},
};

/// Longest wait for anything that should come at once.
pub const SOON: Duration = Duration::from_secs(5);

pub struct Simulator {
    pub process: Child,
    pub port: u16,
}

impl Simulator {
    /// Starts a simulator, with small pictures unless told otherwise, so that it is quick in debug builds too.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_on(0, arguments)
    }

    pub fn start_on(port: u16, arguments: &[&str]) -> Self {
        let small: &[&str] = if arguments.contains(&"--width") { &[] } else { &["--width", "64", "--height", "48"] };
        let mut process = Command::new(env!("CARGO_BIN_EXE_simulator"))
            .args(["--port", &port.to_string()])
            .args(small)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line
            .trim()
            .strip_prefix("listening on http://127.0.0.1:")
            .unwrap_or_else(|| panic!("unexpected first line {line:?}"))
            .parse()
            .unwrap();
        Self { process, port }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let request = http::Request::builder()
            .method(method)
            .uri(self.url(path))
            .header("content-type", "application/json")
            .header("origin", "http://elsewhere")
            .body(Full::new(body))
            .unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.ok().map(|body| body.to_bytes());
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    /// The JSON answer of a GET under `/imswitch/api`.
    pub async fn api(&self, path: &str) -> Value {
        self.get(&format!("/imswitch/api{path}")).await.json()
    }

    pub async fn start_live_view(&self, query: &str, body: Option<&Value>) -> Value {
        self.call("POST", &format!("/imswitch/api/LiveViewController/startLiveView{query}"), body).await.json()
    }

    pub async fn stop_live_view(&self) -> Value {
        self.api("/LiveViewController/stopLiveView").await
    }

    pub async fn is_active(&self) -> Value {
        self.api("/LiveViewController/getLiveViewActive").await
    }

    pub async fn fault(&self, fault: Value) {
        let answer = self.call("POST", "/simulator/faults", Some(&fault)).await;
        assert_eq!(answer.status, 200, "{fault}: {answer:?}");
    }

    pub async fn clear_faults(&self) {
        assert_eq!(self.call("DELETE", "/simulator/faults", None).await.json(), json!([]));
    }

    pub async fn state(&self) -> Value {
        self.get("/simulator/state").await.json()
    }

    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    /// `None` if the body broke off.
    pub body: Option<Bytes>,
}

impl Answer {
    pub fn json(&self) -> Value {
        let body = self.body.as_ref().expect("the body broke off");
        serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {body:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A client on the level of packets.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens a WebSocket; nothing was read yet.
    pub async fn open(simulator: &Simulator) -> Self {
        Self::try_open(simulator).await.unwrap()
    }

    pub async fn try_open(simulator: &Simulator) -> Result<Self, String> {
        let url = format!("ws://127.0.0.1:{}/imswitch/socket.io/?EIO=4&transport=websocket", simulator.port);
        let (stream, _) = tokio_tungstenite::connect_async(url).await.map_err(|error| error.to_string())?;
        Ok(Self { stream })
    }

    /// Opens a WebSocket and enters the namespace. Gives the three packets that came.
    pub async fn connect(simulator: &Simulator) -> (Self, [String; 3]) {
        let mut socket = Self::open(simulator).await;
        let open = socket.text().await;
        socket.send("40").await;
        let (capabilities, connected) = (socket.text().await, socket.text().await);
        (socket, [open, capabilities, connected])
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

    /// `Err` if nothing came in time.
    pub async fn next_within(&mut self, wait: Duration) -> Result<Option<Message>, ()> {
        match timeout(wait, self.stream.next()).await {
            Ok(Some(Ok(message))) => Ok(Some(message)),
            Ok(None | Some(Err(_))) => Ok(None),
            Err(_) => Err(()),
        }
    }

    /// The next message, if it fails to arrive intact: why.
    pub async fn failure(&mut self) -> Option<String> {
        match timeout(SOON, self.stream.next()).await.expect("nothing came") {
            Some(Err(error)) => Some(error.to_string()),
            Some(Ok(_)) | None => None,
        }
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
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
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
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            let (event, payload) = self.event_within(left).await?;
            if event == "frame" {
                return Some(payload);
            }
        }
    }

    /// The next signal about streams, past any frames.
    pub async fn stream_signal_within(&mut self, wait: Duration) -> Option<Value> {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            let (event, payload) = self.event_within(left).await?;
            if event == "signal_msgpack" && payload["name"] != "sigStorageStatusUpdate" {
                return Some(payload);
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

/// Waits until `condition` holds.
pub async fn eventually<F: AsyncFnMut() -> bool>(mut condition: F) {
    timeout(2 * SOON, async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the condition never held");
}
