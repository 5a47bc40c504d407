//! The Chrome DevTools Protocol over the browser's pipe: JSON objects, each ended by a zero byte.
//!
//! Our own, because the known libraries generate types for the whole protocol: minutes of compiling for the twenty
//! calls that are made here, and errors whenever the browser is newer than the library.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The longest that the browser may take for one call, its start with the first one. Much more than it needs on an idle
/// machine.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// What hears the events of one session: the method and its parameters. It runs on the thread that reads the pipe, so it
/// can't wait for an answer: it may [`tell`](Connection::tell), but not [`call`](Connection::call).
pub type Listener = Arc<dyn Fn(&str, &Value) + Send + Sync>;

/// A connection to the browser, shared by all tabs.
pub struct Connection {
    to_browser: Mutex<ChildStdin>,
    last_call: AtomicU64,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Calls that somebody waits for.
    waiting: HashMap<u64, Waiting>,
    listeners: HashMap<String, Listener>,
    /// The browser has closed the pipe.
    ended: bool,
}

struct Waiting {
    session: Option<String>,
    answer: Option<Result<Value, String>>,
}

impl Connection {
    pub fn new(to_browser: ChildStdin, from_browser: ChildStdout) -> Self {
        let shared = Arc::new(Shared::default());
        let reading = Arc::clone(&shared);
        thread::Builder::new().name("cdp".into()).spawn(move || reading.read(from_browser)).unwrap();
        Self { to_browser: Mutex::new(to_browser), last_call: AtomicU64::default(), shared }
    }

    /// Makes a call, to a session or to the browser itself.
    pub fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, String> {
        let call = self.next_call();
        let waiting = Waiting { session: session.map(str::to_owned), answer: None };
        self.shared.lock().waiting.insert(call, waiting);
        let answer = self.send(call, session, method, parameters).and_then(|()| self.shared.answer(call));
        self.shared.lock().waiting.remove(&call);
        answer.map_err(|why| format!("{method}: {why}"))
    }

    /// Makes a call of a session and does not wait: whether it succeeded, nobody hears. What is told and called comes to
    /// the browser in order.
    pub fn tell(&self, session: &str, method: &str, parameters: Value) {
        // A browser that is gone needs to be told nothing.
        drop(self.send(self.next_call(), Some(session), method, parameters));
    }

    fn next_call(&self) -> u64 {
        self.last_call.fetch_add(1, Ordering::Relaxed)
    }

    fn send(&self, call: u64, session: Option<&str>, method: &str, parameters: Value) -> Result<(), String> {
        let mut message = json!({"id": call, "method": method, "params": parameters});
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
        self.shared.lock().listeners.insert(session.to_owned(), listener);
    }

    /// Forgets a session that has ended or is not wanted any more. Calls of a session that has ended have no answer.
    pub fn forget(&self, session: &str) {
        let mut state = self.shared.lock();
        state.listeners.remove(session);
        for waiting in state.waiting.values_mut().filter(|waiting| waiting.session.as_deref() == Some(session)) {
            waiting.answer.get_or_insert_with(|| Err("its session has ended".into()));
        }
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panicked must not fail the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn take(&self, message: &Value) {
        let mut state = self.lock();
        if let Some(call) = message["id"].as_u64() {
            let answer = match message.get("error") {
                Some(error) => Err(error.to_string()),
                None => Ok(message["result"].clone()),
            };
            if let Some(waiting) = state.waiting.get_mut(&call) {
                waiting.answer = Some(answer);
                self.changed.notify_all();
            }
        } else if let Some(listener) = message["sessionId"].as_str().and_then(|session| state.listeners.get(session)) {
            let listener = Arc::clone(listener);
            // It may listen to another session.
            drop(state);
            listener(message["method"].as_str().unwrap_or_default(), &message["params"]);
        }
    }
}
