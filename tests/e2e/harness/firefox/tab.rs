//! One tab of Firefox.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::bidi::Connection;
use super::find;
use super::program::{Heard, lock};
use super::values::outcome;
use crate::harness::console::Console;
use crate::harness::driver::{At, Driver, KeyAct, MouseAct, Node};
use crate::harness::element::Key;
use crate::harness::front::Front;
use crate::harness::looks::Scheme;
use crate::harness::tab::Visit;
use crate::harness::w3c;

/// A tab, in a window of its own.
pub struct FirefoxTab {
    connection: Arc<Connection>,
    heard: Arc<Mutex<Heard>>,
    profile: String,
    id: String,
    /// The tab in front of it, while it is hidden.
    covered_by: RefCell<Option<String>>,
}

impl FirefoxTab {
    /// Opens one, with what the visit wants done before the first request.
    pub fn open(
        connection: Arc<Connection>,
        heard: Arc<Mutex<Heard>>,
        profile: &str,
        visit: &Visit<'_>,
        console: &Console,
    ) -> Result<Self, String> {
        if !visit.calls.is_empty() || !visit.before_in_workers.is_empty() {
            return Err("Firefox can't do what the visit wants".into());
        }
        let window = json!({"type": "window", "userContext": profile});
        let front = Front::take();
        let created = connection.call("browsingContext.create", window);
        drop(front);
        let id = text(&created?["context"])?;
        lock(&heard).consoles.insert(id.clone(), console.clone());
        let tab = Self { connection, heard, profile: profile.to_owned(), id, covered_by: RefCell::default() };
        let (width, height) = visit.size_px;
        tab.resize(width, height)?;
        if !visit.before.is_empty() {
            let function = format!("() => {{ {} }}", visit.before);
            tab.call("script.addPreloadScript", json!({"functionDeclaration": function, "contexts": [tab.id]}))?;
        }
        Ok(tab)
    }

    fn call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        self.connection.call(method, parameters)
    }

    fn perform(&self, actions: Value) -> Result<(), String> {
        self.call("input.performActions", json!({"context": self.id, "actions": actions})).map(drop)
    }
}

impl Driver for FirefoxTab {
    fn go(&self, url: &str) -> Result<(), String> {
        self.call("browsingContext.navigate", json!({"context": self.id, "url": url, "wait": "none"})).map(drop)
    }

    fn reload(&self) -> Result<(), String> {
        self.call("browsingContext.reload", json!({"context": self.id, "wait": "none"})).map(drop)
    }

    fn evaluate(&self, script: &str) -> Result<Value, String> {
        let parameters = json!({
            "expression": script,
            "target": {"context": self.id},
            "awaitPromise": true,
            "serializationOptions": {"maxDomDepth": 0},
        });
        outcome(&self.call("script.evaluate", parameters)?)
    }

    fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        let viewport = json!({"width": width, "height": height});
        self.call("browsingContext.setViewport", json!({"context": self.id, "viewport": viewport})).map(drop)
    }

    fn hide(&self) -> Result<(), String> {
        let other = json!({"type": "tab", "referenceContext": self.id, "userContext": self.profile});
        let _front = Front::take();
        let other = text(&self.call("browsingContext.create", other)?["context"])?;
        *self.covered_by.borrow_mut() = Some(other);
        Ok(())
    }

    fn show(&self) -> Result<(), String> {
        let Some(other) = self.covered_by.take() else { return Ok(()) };
        let _front = Front::take();
        self.call("browsingContext.close", json!({"context": other})).map(drop)
    }

    fn in_front(&self) -> Result<Option<Front>, String> {
        let front = Front::take();
        self.call("browsingContext.activate", json!({"context": self.id}))?;
        Ok(Some(front))
    }

    fn set_scheme(&self, _scheme: Scheme) -> Result<(), String> {
        Err("Firefox can't be asked for light or dark".into())
    }

    fn screenshot(&self) -> Result<Vec<u8>, String> {
        let answer = self.call("browsingContext.captureScreenshot", json!({"context": self.id}))?;
        BASE64_STANDARD.decode(text(&answer["data"])?).map_err(|why| why.to_string())
    }

    fn find(&self, role: &str, name: &str) -> Result<Vec<Node>, String> {
        let found = self.call("script.callFunction", find::call(&self.id, role, name))?;
        if found["type"] == "exception" {
            return Err(found["exceptionDetails"]["text"].to_string());
        }
        found["result"]["value"].as_array().into_iter().flatten().map(|node| text(&node["sharedId"])).collect()
    }

    fn apply(&self, node: &Node, function: &str) -> Result<Value, String> {
        let parameters = json!({
            "functionDeclaration": function,
            "arguments": [{"sharedId": node}],
            "target": {"context": self.id},
            "awaitPromise": true,
        });
        outcome(&self.call("script.callFunction", parameters)?)
    }

    fn mouse(&self, acts: &[MouseAct]) -> Result<(), String> {
        self.perform(w3c::mouse(acts))
    }

    fn wheel(&self, at: At, delta_px: f64) -> Result<(), String> {
        self.perform(w3c::wheel(at, delta_px))
    }

    fn pinch(&self, from: [At; 2], to: [At; 2]) -> Result<(), String> {
        self.perform(w3c::pinch(from, to))
    }

    fn key(&self, key: Key, act: KeyAct) -> Result<(), String> {
        self.perform(w3c::key(key, act))
    }

    fn write(&self, text: &str) -> Result<(), String> {
        self.perform(w3c::write(text))
    }

    fn count_workers(&self) -> Result<usize, String> {
        Ok(lock(&self.heard).realms.count_workers(&self.id))
    }
}

impl Drop for FirefoxTab {
    fn drop(&mut self) {
        // A browser that is gone has closed it.
        drop(self.show());
        let front = Front::take();
        drop(self.call("browsingContext.close", json!({"context": self.id})));
        drop(front);
        lock(&self.heard).consoles.remove(&self.id);
    }
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("the browser answered {value} in place of a text"))
}
