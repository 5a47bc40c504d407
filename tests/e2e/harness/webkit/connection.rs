//! The connection to WebKit's inspector, shared by all tabs of a profile.

use std::collections::HashMap;
use std::io::BufReader;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::wire::Message;

/// The longest that the browser may take for one call. Much more than it needs on an idle machine.
const CALL_LIMIT: Duration = Duration::from_secs(60);
/// The browser's only connection to its own inspector.
const BROWSER: u64 = 1;

/// Who is called, or says something: the browser about one of its pages, the page's process, or a worker of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    Browser,
    Page { target: String },
    Worker { target: String, worker: String },
}

impl Party {
    /// A message to it, as the browser is told.
    fn message(&self, mut message: Value) -> Value {
        let call = message["id"].clone();
        let wrap = |message: &Value, method: &str, to: &str, name: &str| {
            json!({"id": call, "method": method, "params": {name: to, "message": message.to_string()}})
        };
        if let Self::Worker { worker, .. } = self {
            message = wrap(&message, "Worker.sendMessageToWorker", worker, "workerId");
        }
        if let Self::Page { target } | Self::Worker { target, .. } = self {
            message = wrap(&message, "Target.sendMessageToTarget", target, "targetId");
        }
        message
    }
}

/// What hears the events of one page: who says it, the method and its parameters. It runs on the thread that reads, so
/// it can't wait for an answer: it may [`tell`](Connection::tell), but not [`call`](Connection::call).
pub type Listener = Arc<dyn Fn(&Party, &str, &Value) + Send + Sync>;

pub struct Connection {
    to_browser: Mutex<TcpStream>,
    last_call: AtomicU64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Calls that somebody waits for.
    waiting: HashMap<u64, Waiting>,
    /// By the number of the page.
    listeners: HashMap<u64, Listener>,
    /// The browser has closed the connection.
    ended: bool,
}

struct Waiting {
    page: u64,
    party: Party,
    answer: Option<Result<Value, String>>,
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
        let connection = Arc::new(Self {
            to_browser: Mutex::new(to_browser),
            last_call: AtomicU64::default(),
            state: Mutex::default(),
            changed: Condvar::default(),
        });
        let reading = Arc::clone(&connection);
        let reader = thread::Builder::new().name("inspector".into());
        reader.spawn(move || reading.read(from_browser)).map_err(failed)?;
        Ok(connection)
    }

    /// Hears what is said about a page from now on, until [`Connection::forget`], and asks to be told of it. There need
    /// not be such a page.
    pub fn listen(&self, page: u64, listener: Listener) -> Result<(), String> {
        self.lock().listeners.insert(page, listener);
        self.send(&Message::about("Setup", BROWSER, page))
    }

    /// Forgets a page. What it was called for has no answer.
    pub fn forget(&self, page: u64) {
        let mut state = self.lock();
        state.listeners.remove(&page);
        for waiting in state.waiting.values_mut().filter(|waiting| waiting.page == page) {
            waiting.answer.get_or_insert_with(|| Err("its page is closed".into()));
        }
        self.changed.notify_all();
    }

    /// Makes a call and waits for the answer.
    pub fn call(&self, page: u64, party: &Party, method: &str, parameters: Value) -> Result<Value, String> {
        let call = self.next_call();
        self.lock().waiting.insert(call, Waiting { page, party: party.clone(), answer: None });
        let answer = self.send_call(call, page, party, method, parameters).and_then(|()| self.answer(call));
        self.lock().waiting.remove(&call);
        answer.map_err(|why| format!("{method}: {why}"))
    }

    /// Makes a call and does not wait: whether it succeeded, nobody hears. What is told and called comes to the browser
    /// in order.
    pub fn tell(&self, page: u64, party: &Party, method: &str, parameters: Value) {
        // A browser that is gone needs to be told nothing.
        drop(self.send_call(self.next_call(), page, party, method, parameters));
    }

    fn next_call(&self) -> u64 {
        self.last_call.fetch_add(1, Ordering::Relaxed)
    }

    fn send_call(
        &self,
        call: u64,
        page: u64,
        party: &Party,
        method: &str,
        parameters: Value,
    ) -> Result<(), String> {
        let message = party.message(json!({"id": call, "method": method, "params": parameters}));
        self.send(&Message::telling("SendMessageToBackend", BROWSER, page, &message.to_string()))
    }

    fn send(&self, message: &Message) -> Result<(), String> {
        let stream = self.to_browser.lock().unwrap_or_else(PoisonError::into_inner);
        message.send(&stream).map_err(|error| format!("the browser is gone: {error}"))
    }

    fn answer(&self, call: u64) -> Result<Value, String> {
        let begun = Instant::now();
        let mut state = self.lock();
        loop {
            if let Some(answer) = state.waiting.get_mut(&call).and_then(|waiting| waiting.answer.take()) {
                return answer;
            }
            if state.ended {
                return Err("the browser has ended".into());
            }
            let Some(left) = CALL_LIMIT.checked_sub(begun.elapsed()) else {
                return Err(format!("the browser did not answer within {} s", CALL_LIMIT.as_secs()));
            };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
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
        self.lock().ended = true;
        self.changed.notify_all();
    }

    /// Takes what somebody says, or passes on.
    fn take(&self, page: u64, by: &Party, said: &Value) {
        let parameters = &said["params"];
        let passed_on = || serde_json::from_str(parameters["message"].as_str()?).ok();
        let text = |name: &str| parameters[name].as_str().unwrap_or_default().to_owned();
        match (said["method"].as_str(), by) {
            (None, _) => self.take_answer(by, said),
            (Some("Target.dispatchMessageFromTarget"), _) => {
                let party = Party::Page { target: text("targetId") };
                passed_on().into_iter().for_each(|said| self.take(page, &party, &said));
            }
            (Some("Worker.dispatchMessageFromWorker"), Party::Page { target }) => {
                let party = Party::Worker { target: target.clone(), worker: text("workerId") };
                passed_on().into_iter().for_each(|said| self.take(page, &party, &said));
            }
            (Some(method), _) => {
                let listener = self.lock().listeners.get(&page).cloned();
                listener.into_iter().for_each(|listener| listener(by, method, parameters));
            }
        }
    }

    fn take_answer(&self, by: &Party, said: &Value) {
        let mut state = self.lock();
        let Some(waiting) = said["id"].as_u64().and_then(|call| state.waiting.get_mut(&call)) else { return };
        match said.get("error") {
            Some(error) => waiting.answer = Some(Err(error["message"].to_string())),
            // That it is passed on is no answer yet.
            None if *by != waiting.party => return,
            None => waiting.answer = Some(Ok(said["result"].clone())),
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panicked must not fail the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
