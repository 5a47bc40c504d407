//! The Chrome DevTools Protocol over the browser's pipe: JSON objects, each ended by a zero byte.
//!
//! Our own, because the known libraries generate types for the whole protocol: minutes of compiling for the twenty
//! calls that are made here, and errors whenever the browser is newer than the library.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::harness::calls::Calls;

/// What hears the events of one session: the method and its parameters. It runs on the thread that reads the pipe, so it
/// can't wait for an answer: it may [`tell`](Connection::tell), but not [`call`](Connection::call).
pub type Listener = Arc<dyn Fn(&str, &Value) + Send + Sync>;

/// A connection to the browser, shared by all tabs.
pub struct Connection {
    to_browser: Mutex<ChildStdin>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    calls: Calls,
    listeners: Mutex<HashMap<String, Listener>>,
}

impl Connection {
    pub fn new(to_browser: ChildStdin, from_browser: ChildStdout) -> Self {
        let shared = Arc::new(Shared::default());
        let reading = Arc::clone(&shared);
        thread::Builder::new().name("cdp".into()).spawn(move || reading.read(from_browser)).unwrap();
        Self { to_browser: Mutex::new(to_browser), shared }
    }

    /// Makes a call, to a session or to the browser itself.
    pub fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, String> {
        let answer = self.shared.calls.call(session, |number| self.send(number, session, method, parameters));
        answer.map_err(|why| format!("{method}: {why}"))
    }

    /// Makes a call of a session and does not wait: whether it succeeded, nobody hears. What is told and called comes to
    /// the browser in order.
    pub fn tell(&self, session: &str, method: &str, parameters: Value) {
        // A browser that is gone needs to be told nothing.
        drop(self.send(self.shared.calls.number(), Some(session), method, parameters));
    }

    fn send(&self, number: u64, session: Option<&str>, method: &str, parameters: Value) -> Result<(), String> {
        let mut message = json!({"id": number, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut pipe = self.to_browser.lock().unwrap_or_else(PoisonError::into_inner);
        pipe.write_all(&bytes).and_then(|()| pipe.flush()).map_err(|error| format!("the browser is gone: {error}"))
    }

    /// Hears the events of a session from now on, until [`Connection::forget`].
    pub fn listen(&self, session: &str, listener: Listener) {
        self.shared.listeners.lock().unwrap_or_else(PoisonError::into_inner).insert(session.to_owned(), listener);
    }

    /// Forgets a session that has ended or is not wanted any more. Calls of a session that has ended have no answer.
    pub fn forget(&self, session: &str) {
        self.shared.listeners.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
        self.shared.calls.forget(session);
    }
}

impl Shared {
    fn read(&self, from_browser: ChildStdout) {
        let mut reader = BufReader::new(from_browser);
        let mut bytes = Vec::new();
        while let Ok(1..) = reader.read_until(0, &mut bytes) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                self.take(&message);
            }
            bytes.clear();
        }
        self.calls.end();
    }

    fn take(&self, message: &Value) {
        if let Some(number) = message["id"].as_u64() {
            let answer = match message.get("error") {
                Some(error) => Err(error.to_string()),
                None => Ok(message["result"].clone()),
            };
            self.calls.answer(number, answer);
        } else if let Some(listener) = self.listener(message) {
            listener(message["method"].as_str().unwrap_or_default(), &message["params"]);
        }
    }

    /// The listener is not called while they are locked: it may listen to another session.
    fn listener(&self, message: &Value) -> Option<Listener> {
        let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.get(message["sessionId"].as_str()?).cloned()
    }
}
