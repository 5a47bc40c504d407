//! The workers of a tab: what they write to the console is the tab's, and they can be called.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::console::hear;
use super::program::connection;
use crate::harness::console::Console;
use crate::harness::wait::wait_until;

/// How long it may take until the browser says that a worker has ended.
const END_LIMIT: Duration = Duration::from_secs(30);

/// The workers of one tab. Clones are the same ones.
#[derive(Clone)]
pub struct Workers {
    /// The sessions of those that are alive, oldest first.
    sessions: Arc<Mutex<Vec<String>>>,
    console: Console,
    /// JavaScript that runs in each of them before its own.
    before: Arc<str>,
}

impl Workers {
    pub fn new(console: &Console, before: &str) -> Self {
        Self { sessions: Arc::default(), console: console.clone(), before: before.into() }
    }

    /// What a tab's session is to be asked, so that each of its workers waits until it is listened to.
    pub fn attaching() -> Value {
        json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": [{"type": "worker"}]})
    }

    /// Takes an event of the tab's session.
    pub fn hear(&self, method: &str, parameters: &Value) {
        let Some(session) = parameters["sessionId"].as_str() else { return };
        match method {
            "Target.attachedToTarget" => self.begin(session),
            "Target.detachedFromTarget" => self.end(session),
            _ => {}
        }
    }

    fn begin(&self, session: &str) {
        let console = self.console.clone();
        connection().listen(session, Arc::new(move |method, parameters| hear(&console, method, parameters)));
        self.lock().push(session.to_owned());
        let tell = |method: &str, parameters: Value| connection().tell(session, method, parameters);
        tell("Runtime.enable", json!({}));
        tell("Log.enable", json!({}));
        if !self.before.is_empty() {
            tell("Runtime.evaluate", json!({"expression": &*self.before}));
        }
        tell("Runtime.runIfWaitingForDebugger", json!({}));
    }

    fn end(&self, session: &str) {
        connection().forget(session);
        self.lock().retain(|other| other != session);
    }

    /// Listens to none of them any more.
    pub fn forget(&self) {
        for session in self.sessions() {
            self.end(&session);
        }
    }

    /// Calls the browser on behalf of each worker. For one that ends meanwhile there is no answer.
    pub fn call(&self, method: &str, parameters: &Value) -> Result<Vec<Value>, String> {
        let mut answers = Vec::new();
        for session in self.sessions() {
            match connection().call(Some(&session), method, parameters.clone()) {
                Ok(answer) => answers.push(answer),
                // The browser may know that it has ended before this is told.
                Err(why) => {
                    if !wait_until(END_LIMIT, || !self.sessions().contains(&session)) {
                        return Err(format!("{why}, and the worker has not ended"));
                    }
                }
            }
        }
        Ok(answers)
    }

    pub fn sessions(&self) -> Vec<String> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
