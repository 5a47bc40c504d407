//! W3C WebDriver: JSON over HTTP.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::wait::wait_until;

/// The longest that the driver may take for one call, or until it listens. Much more than it needs on an idle machine.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// A browser that the driver has started.
pub struct Session {
    address: String,
    /// The window that calls are about.
    window: Mutex<String>,
}

impl Session {
    /// Lets the driver on this port start a browser: this program with these arguments.
    pub fn begin(port: u16, program: &str, arguments: &[String]) -> Result<Self, String> {
        let driver = format!("http://127.0.0.1:{port}");
        let listens = || minreq::get(format!("{driver}/status")).with_timeout(1).send().is_ok();
        if !wait_until(CALL_LIMIT, listens) {
            return Err(format!("WebKitWebDriver does not listen within {} s", CALL_LIMIT.as_secs()));
        }
        let capabilities = json!({"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": program, "args": arguments},
            // The tests wait for what they need.
            "pageLoadStrategy": "none",
        }});
        let answer = send(minreq::post(format!("{driver}/session")), &json!({"capabilities": capabilities}))?;
        let id = answer["sessionId"].as_str().ok_or_else(|| format!("no session, but {answer}"))?;
        let session = Self { address: format!("{driver}/session/{id}"), window: Mutex::default() };
        let window = session.get("window")?;
        *session.lock() = window.as_str().unwrap_or_default().to_owned();
        Ok(session)
    }

    /// The window that calls are about now: the first one, at first.
    pub fn first_window(&self) -> String {
        self.lock().clone()
    }

    /// Opens another window, in which a tab is not behind another one.
    pub fn open_window(&self) -> Result<String, String> {
        let answer = self.post("window/new", &json!({"type": "window"}))?;
        answer["handle"].as_str().map(str::to_owned).ok_or_else(|| answer.to_string())
    }

    /// Makes a call about a window.
    pub fn of_window(&self, window: &str, path: &str, body: &Value) -> Result<Value, String> {
        let current = self.turn_to(window)?;
        let answer = self.post(path, body);
        drop(current);
        answer
    }

    /// Performs actions in a window; `release` lets go of all keys and buttons afterwards.
    pub fn act(&self, window: &str, sources: &Value, release: Release) -> Result<(), String> {
        let current = self.turn_to(window)?;
        self.post("actions", &json!({"actions": sources}))?;
        if release == Release::Afterwards {
            send(minreq::delete(self.at("actions")), &Value::Null)?;
        }
        drop(current);
        Ok(())
    }

    /// Closes a window.
    pub fn close(&self, window: &str) -> Result<(), String> {
        let mut current = self.turn_to(window)?;
        current.clear();
        send(minreq::delete(self.at("window")), &Value::Null).map(drop)
    }

    /// Calls are about this window for as long as the answer is held.
    fn turn_to(&self, window: &str) -> Result<MutexGuard<'_, String>, String> {
        let mut current = self.lock();
        if *current != window {
            self.post("window", &json!({"handle": window}))?;
            window.clone_into(&mut current);
        }
        Ok(current)
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        send(minreq::get(self.at(path)), &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        send(minreq::post(self.at(path)), body)
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn lock(&self) -> MutexGuard<'_, String> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Do keys and buttons that are down stay down?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    Afterwards,
    /// The next actions go on where these ended.
    Never,
}

fn send(request: minreq::Request, body: &Value) -> Result<Value, String> {
    let request = request.with_timeout(CALL_LIMIT.as_secs());
    let request = if body.is_null() { request } else { request.with_json(body).map_err(|why| why.to_string())? };
    let answer = request.send().map_err(|why| format!("WebKitWebDriver: {why}"))?;
    let mut answer: Value = answer.json().map_err(|why| format!("WebKitWebDriver: {why}"))?;
    let value = answer["value"].take();
    match value.get("error") {
        Some(error) => Err(format!("{error}: {}", value["message"])),
        None => Ok(value),
    }
}
