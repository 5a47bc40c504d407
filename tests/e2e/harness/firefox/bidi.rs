//! WebDriver BiDi over the browser's own WebSocket.

use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};
use tungstenite::protocol::Role;
use tungstenite::{Message, WebSocket};

use crate::harness::calls::Calls;

/// What hears all events: the method and its parameters. It runs on the thread that reads, so it can't make calls.
pub type Listener = Box<dyn Fn(&str, &Value) + Send>;

/// A connection to the browser, shared by all tabs.
pub struct Connection {
    to_browser: Mutex<WebSocket<TcpStream>>,
    calls: Arc<Calls>,
}

impl Connection {
    /// Connects to the browser's address, `ws://127.0.0.1:PORT`.
    pub fn new(address: &str, listener: Listener) -> Result<Self, String> {
        let failed = |why: &dyn std::fmt::Display| format!("{address}: {why}");
        let host = address.strip_prefix("ws://").ok_or_else(|| failed(&"not a WebSocket's address"))?;
        let stream = TcpStream::connect(host).map_err(|why| failed(&why))?;
        stream.set_nodelay(true).map_err(|why| failed(&why))?;
        let (reader, _) =
            tungstenite::client(format!("{address}/session"), stream).map_err(|why| failed(&why.to_string()))?;
        // Firefox sends no pings, so that nothing but calls is ever written.
        let stream = reader.get_ref().try_clone().map_err(|why| failed(&why))?;
        let to_browser = Mutex::new(WebSocket::from_raw_socket(stream, Role::Client, None));
        let calls = Arc::new(Calls::default());
        let answered = Arc::clone(&calls);
        thread::Builder::new().name("bidi".into()).spawn(move || read(reader, &answered, &listener)).unwrap();
        Ok(Self { to_browser, calls })
    }

    /// Makes a call.
    pub fn call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        let answer = self.calls.call(None, |number| {
            let message = json!({"id": number, "method": method, "params": parameters});
            let mut socket = self.to_browser.lock().unwrap_or_else(PoisonError::into_inner);
            socket.send(Message::text(message.to_string())).map_err(|why| format!("the browser is gone: {why}"))
        });
        answer.map_err(|why| format!("{method}: {why}"))
    }
}

fn read(mut socket: WebSocket<TcpStream>, calls: &Calls, listener: &Listener) {
    while let Ok(message) = socket.read() {
        let Ok(text) = message.to_text() else { continue };
        let Ok(message) = serde_json::from_str::<Value>(text) else { continue };
        match message["id"].as_u64() {
            Some(number) => calls.answer(number, answer(&message)),
            None => listener(message["method"].as_str().unwrap_or_default(), &message["params"]),
        }
    }
    calls.end();
}

fn answer(message: &Value) -> Result<Value, String> {
    if message["type"] == "error" {
        return Err(format!("{}: {}", message["error"], message["message"]));
    }
    Ok(message["result"].clone())
}
