//! The workers of a tab: what they write to the console is the tab's, and scripts can be evaluated in them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::browser::browser;
use super::console::Console;
use super::tab::Tab;

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
        browser().listen(session, Arc::new(move |method, parameters| console.hear(method, parameters)));
        self.lock().push(session.to_owned());
        let tell = |method: &str, parameters: Value| browser().tell(session, method, parameters);
        tell("Runtime.enable", json!({}));
        tell("Log.enable", json!({}));
        if !self.before.is_empty() {
            tell("Runtime.evaluate", json!({"expression": &*self.before}));
        }
        tell("Runtime.runIfWaitingForDebugger", json!({}));
    }

    fn end(&self, session: &str) {
        browser().forget(session);
        self.lock().retain(|other| other != session);
    }

    /// Listens to none of them any more.
    pub fn forget(&self) {
        for session in self.sessions() {
            self.end(&session);
        }
    }

    fn sessions(&self) -> Vec<String> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tab {
    /// How many workers are alive.
    pub fn count_workers(&self) -> usize {
        self.workers.sessions().len()
    }

    /// Evaluates JavaScript in each worker. One that ends meanwhile has no answer.
    pub fn evaluate_in_workers<T: DeserializeOwned>(&self, script: &str) -> Vec<T> {
        let parameters = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let answers = self.call_workers("Runtime.evaluate", &parameters).into_iter();
        let values = answers.map(|answer| {
            assert!(answer.get("exceptionDetails").is_none(), "{answer}, in {script}{}", self.report());
            let value = answer["result"].get("value").cloned().unwrap_or_default();
            serde_json::from_value(value).unwrap_or_else(|why| panic!("{why}, in {script}{}", self.report()))
        });
        values.collect()
    }

    /// Calls the browser on behalf of each worker. For one that ends meanwhile there is no answer.
    pub fn call_workers(&self, method: &str, parameters: &Value) -> Vec<Value> {
        let answer = |session: String| match browser().call(Some(&session), method, parameters.clone()) {
            Ok(answer) => Some(answer),
            Err(why) => {
                // The browser may know that it has ended before this is told.
                let ended = || !self.workers.sessions().contains(&session);
                self.wait_outside(&format!("a worker has ended, or does this: {why}"), ended);
                None
            }
        };
        self.workers.sessions().into_iter().filter_map(answer).collect()
    }
}
