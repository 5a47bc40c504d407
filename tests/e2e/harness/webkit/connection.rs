//! The connection to WebKit's inspector, shared by all tabs of a profile.

use std::collections::HashMap;
use std::io::BufReader;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Value, json};

use super::wire::Message;
use crate::harness::calls::Calls;

/// The browser's only connection to its own inspector.
const BROWSER: u64 = 1;
/// A call's number in a message is the call's own times this; messages that only pass another one on have 1 or 2 more.
const PASSED_ON: u64 = 4;

/// Who is called, or says something: the browser about one of its pages, the page's process, or a worker of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    Browser,
    Page { target: String },
    Worker { target: String, worker: String },
}

impl Party {
    /// A call to it, as the browser is told.
    fn message(&self, call: u64, method: &str, parameters: Value) -> String {
        let mut id = call * PASSED_ON;
        let mut message = json!({"id": id, "method": method, "params": parameters}).to_string();
        let mut pass_on = |method: &str, name: &str, to: &str| {
            id += 1;
            message = json!({"id": id, "method": method, "params": {name: to, "message": message}}).to_string();
        };
        if let Self::Worker { worker, .. } = self {
            pass_on("Worker.sendMessageToWorker", "workerId", worker);
        }
        if let Self::Page { target } | Self::Worker { target, .. } = self {
            pass_on("Target.sendMessageToTarget", "targetId", target);
        }
        message
    }
}

/// What hears the events of one page: who says it, the method and its parameters. It runs on the thread that reads, so
/// it can't wait for an answer: it may [`tell`](Connection::tell), but not [`call`](Connection::call).
pub type Listener = Arc<dyn Fn(&Party, &str, &Value) + Send + Sync>;

pub struct Connection {
    to_browser: Mutex<TcpStream>,
    calls: Calls,
    /// By the number of the page.
    listeners: Mutex<HashMap<u64, Listener>>,
}

impl Connection {
    /// Connects to the inspector at this address.
    pub fn to(address: &str) -> Result<Arc<Self>, String> {
        let connect = || {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            Message::new("SetupInspectorClient").send(&stream)?;
            Ok((stream.try_clone()?, stream))
        };
        let failed = |why: std::io::Error| format!("WebKit's inspector at {address}: {why}");
        let (from_browser, to_browser) = connect().map_err(failed)?;
        let connection =
            Arc::new(Self { to_browser: Mutex::new(to_browser), calls: Calls::default(), listeners: Mutex::default() });
        let reading = Arc::clone(&connection);
        let reader = thread::Builder::new().name("inspector".into());
        reader.spawn(move || reading.read(from_browser)).map_err(failed)?;
        Ok(connection)
    }

    /// Hears what is said about a page from now on, until [`Connection::forget`], and asks to be told of it. There need
    /// not be such a page.
    pub fn listen(&self, page: u64, listener: Listener) -> Result<(), String> {
        self.lock().insert(page, listener);
        self.send(&Message::about("Setup", BROWSER, page))
    }

    /// Forgets a page. What it was called for has no answer.
    pub fn forget(&self, page: u64) {
        self.lock().remove(&page);
        self.calls.forget(&page.to_string());
    }

    /// Makes a call and waits for the answer.
    pub fn call(&self, page: u64, party: &Party, method: &str, parameters: Value) -> Result<Value, String> {
        let send = |call: u64| self.send_call(page, &party.message(call, method, parameters));
        self.calls.call(Some(&page.to_string()), send).map_err(|why| format!("{method}: {why}"))
    }

    /// Makes a call and does not wait: whether it succeeded, nobody hears. What is told and called comes to the browser
    /// in order.
    pub fn tell(&self, page: u64, party: &Party, method: &str, parameters: Value) {
        // A browser that is gone needs to be told nothing.
        drop(self.send_call(page, &party.message(self.calls.number(), method, parameters)));
    }

    fn send_call(&self, page: u64, message: &str) -> Result<(), String> {
        self.send(&Message::telling("SendMessageToBackend", BROWSER, page, message))
    }

    fn send(&self, message: &Message) -> Result<(), String> {
        let stream = self.to_browser.lock().unwrap_or_else(PoisonError::into_inner);
        message.send(&stream).map_err(|error| format!("the browser is gone: {error}"))
    }

    fn read(&self, from_browser: TcpStream) {
        let mut reader = BufReader::new(from_browser);
        while let Ok(message) = Message::receive(&mut reader) {
            if message.name == "SendMessageToFrontend"
                && let Some((page, text)) = message.page_and_text()
                && let Ok(said) = serde_json::from_slice(text)
            {
                self.take(page, &Party::Browser, &said);
            }
        }
        self.calls.end();
    }

    /// Takes what somebody says, or passes on.
    fn take(&self, page: u64, by: &Party, said: &Value) {
        let parameters = &said["params"];
        let passed_on = || serde_json::from_str(parameters["message"].as_str()?).ok();
        let text = |name: &str| parameters[name].as_str().unwrap_or_default().to_owned();
        match (said["method"].as_str(), by) {
            (None, _) => self.take_answer(said),
            (Some("Target.dispatchMessageFromTarget"), _) => {
                let party = Party::Page { target: text("targetId") };
                passed_on().into_iter().for_each(|said| self.take(page, &party, &said));
            }
            (Some("Worker.dispatchMessageFromWorker"), Party::Page { target }) => {
                let party = Party::Worker { target: target.clone(), worker: text("workerId") };
                passed_on().into_iter().for_each(|said| self.take(page, &party, &said));
            }
            (Some(method), _) => {
                let listener = self.lock().get(&page).cloned();
                listener.into_iter().for_each(|listener| listener(by, method, parameters));
            }
        }
    }

    fn take_answer(&self, said: &Value) {
        let id = said["id"].as_u64().unwrap_or_default();
        match said.get("error") {
            Some(error) => self.calls.answer(id / PASSED_ON, Err(error["message"].to_string())),
            None if id.is_multiple_of(PASSED_ON) => self.calls.answer(id / PASSED_ON, Ok(said["result"].clone())),
            // That a message was passed on is no answer yet.
            None => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Listener>> {
        // A test that panicked must not fail the others.
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
