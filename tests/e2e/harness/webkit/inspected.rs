//! A page that is looked at: its console, its frames and workers, and scripts that run in them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::connection::{Connection, Party};
use super::console;
use super::values::{applying, preferring, reference, value};
use crate::harness::console::{Console, Level};
use crate::harness::looks::Scheme;
use crate::harness::tab::Visit;
use crate::harness::wait::wait_until;

/// How long the browser may take to answer about a page: much more than it needs on an idle machine.
const FIND_LIMIT: Duration = Duration::from_secs(30);
/// How long it may take until the browser says that a worker has ended.
const END_LIMIT: Duration = Duration::from_secs(30);
/// The number that the driver's own side of the browser has. Asked about as a page, it ends the browser.
const AUTOMATION: u64 = 2;

/// Where in a tab a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its document.
    Top,
    /// In the frame in it.
    Frame,
}

/// A page.
pub struct Inspected {
    connection: Arc<Connection>,
    page: u64,
    shared: Arc<Shared>,
}

struct Shared {
    console: Console,
    before: String,
    before_in_workers: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Its process, as the browser calls it; a navigation may give it another one.
    target: Option<String>,
    /// Where scripts can run, the newest last.
    contexts: Vec<Context>,
    /// Alive, oldest first.
    workers: Vec<Party>,
    scheme: Option<Scheme>,
    /// What the console said last: when it says it again it only says how often.
    last_line: Option<(Level, String)>,
}

struct Context {
    frame: String,
    id: u64,
}

impl State {
    /// Where scripts run in the newest document of the newest frame.
    fn frame(&self) -> Option<u64> {
        // The first is the document's.
        let top = &self.contexts.first()?.frame;
        self.contexts.iter().rfind(|it| it.frame != *top).map(|it| it.id)
    }
}

impl Inspected {
    /// Begins to look at the page whose window was opened just now, after the one with the number `last`.
    pub fn after(
        last: u64,
        connection: &Arc<Connection>,
        visit: &Visit<'_>,
        console: &Console,
    ) -> Result<Self, String> {
        let shared = Shared {
            console: console.clone(),
            before: visit.before.to_owned(),
            before_in_workers: visit.before_in_workers.to_owned(),
            state: Mutex::default(),
        };
        let page = if last + 1 == AUTOMATION { AUTOMATION + 1 } else { last + 1 };
        let it = Self { connection: Arc::clone(connection), page, shared: Arc::new(shared) };
        it.begin()?;
        Ok(it)
    }

    fn begin(&self) -> Result<(), String> {
        let hearing = (Arc::downgrade(&self.connection), Arc::clone(&self.shared), self.page);
        let listener = move |by: &Party, method: &str, parameters: &Value| {
            if let Some(connection) = hearing.0.upgrade() {
                hearing.1.hear(&connection, hearing.2, by, method, parameters);
            }
        };
        self.connection.listen(self.page, Arc::new(listener))?;
        if !wait_until(FIND_LIMIT, || self.shared.lock().target.is_some()) {
            return Err(format!("WebKit's inspector does not know page {}", self.page));
        }
        // A process that is begun for a navigation waits until it is looked at as well.
        self.connection.call(self.page, &Party::Browser, "Target.setPauseOnStart", json!({"pauseOnStart": true}))?;
        // It was told before what it is looked at for, and answers in order.
        self.call("Inspector.initialized", json!({})).map(drop)
    }

    pub fn number(&self) -> u64 {
        self.page
    }

    /// Calls its process.
    pub fn call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        let target = self.shared.lock().target.clone().ok_or("the page is gone")?;
        self.connection.call(self.page, &Party::Page { target }, method, parameters)
    }

    pub fn set_scheme(&self, scheme: Scheme) -> Result<(), String> {
        self.shared.lock().scheme = Some(scheme);
        self.call("Page.overrideUserPreference", preferring(scheme)).map(drop)
    }

    /// Evaluates a script, and waits for what it promises.
    pub fn evaluate(&self, place: Place, script: &str) -> Result<Value, String> {
        let answer = self.call("Runtime.evaluate", self.evaluating(place, script)?)?;
        value(answer, |method, parameters| self.call(method, parameters))
    }

    /// The same; answers with a reference to what comes of it.
    pub fn refer(&self, place: Place, script: &str) -> Result<String, String> {
        reference(self.call("Runtime.evaluate", self.evaluating(place, script)?)?)
    }

    /// Has it a frame, as far as it is known?
    pub fn has_frame(&self) -> bool {
        self.shared.lock().frame().is_some()
    }

    fn evaluating(&self, place: Place, script: &str) -> Result<Value, String> {
        let mut parameters = json!({"expression": script});
        if place == Place::Frame {
            parameters["contextId"] = self.shared.lock().frame().ok_or("there is no frame")?.into();
        }
        Ok(parameters)
    }

    /// Calls a function with these arguments, as WebKit has them.
    pub fn apply(&self, object: &str, function: &str, arguments: &Value) -> Result<Value, String> {
        let answer = self.call("Runtime.callFunctionOn", applying(object, function, arguments))?;
        value(answer, |method, parameters| self.call(method, parameters))
    }

    /// The same; answers with a reference to what comes of it.
    pub fn apply_for_reference(&self, object: &str, function: &str, arguments: &Value) -> Result<String, String> {
        reference(self.call("Runtime.callFunctionOn", applying(object, function, arguments))?)
    }

    pub fn count_workers(&self) -> usize {
        self.shared.lock().workers.len()
    }

    /// Evaluates a script in each worker. One that ends meanwhile has no answer.
    pub fn evaluate_in_workers(&self, script: &str) -> Result<Vec<Value>, String> {
        let workers = self.shared.lock().workers.clone();
        let mut values = Vec::new();
        for worker in workers {
            let call = |method: &str, parameters| self.connection.call(self.page, &worker, method, parameters);
            match call("Runtime.evaluate", json!({"expression": script})).and_then(|answer| value(answer, call)) {
                Ok(value) => values.push(value),
                Err(why) => {
                    if !wait_until(END_LIMIT, || !self.shared.lock().workers.contains(&worker)) {
                        return Err(format!("{why}, and the worker has not ended"));
                    }
                }
            }
        }
        Ok(values)
    }
}

impl Drop for Inspected {
    fn drop(&mut self) {
        self.connection.forget(self.page);
    }
}

impl Shared {
    fn hear(&self, connection: &Connection, page: u64, by: &Party, method: &str, parameters: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match (method, by) {
            ("Target.targetCreated", _) => self.prepare(connection, page, text(&parameters["targetInfo"]["targetId"])),
            ("Target.didCommitProvisionalTarget", _) => {
                let mut state = self.lock();
                state.target = Some(text(&parameters["newTargetId"]));
            }
            ("Runtime.executionContextCreated", Party::Page { .. }) => {
                let context = &parameters["context"];
                if context["type"] == "normal" {
                    let (frame, id) = (text(&context["frameId"]), context["id"].as_u64().unwrap_or_default());
                    self.lock().contexts.push(Context { frame, id });
                }
            }
            ("Worker.workerCreated", Party::Page { target }) => {
                let id = &parameters["workerId"];
                let worker = Party::Worker { target: target.clone(), worker: text(id) };
                connection.tell(page, &worker, "Runtime.enable", json!({}));
                connection.tell(page, &worker, "Console.enable", json!({}));
                if !self.before_in_workers.is_empty() {
                    let script = json!({"expression": self.before_in_workers});
                    connection.tell(page, &worker, "Runtime.evaluate", script);
                }
                self.lock().workers.push(worker);
                connection.tell(page, by, "Worker.initialized", json!({"workerId": id}));
            }
            ("Worker.workerTerminated", _) => {
                let id = text(&parameters["workerId"]);
                self.lock().workers.retain(|it| !matches!(it, Party::Worker { worker, .. } if *worker == id));
            }
            ("Console.messageAdded", _) => {
                let line = console::hear(&self.console, &parameters["message"]);
                self.lock().last_line = line;
            }
            ("Console.messageRepeatCountUpdated", _) => {
                let line = self.lock().last_line.clone();
                line.into_iter().for_each(|(level, text)| self.console.add(level, text));
            }
            ("Inspector.targetCrashed", _) => self.console.add(Level::Exception, "the tab crashed".to_owned()),
            _ => {}
        }
    }

    /// Tells a process of the page what it is looked at for.
    fn prepare(&self, connection: &Connection, page: u64, target: String) {
        let party = Party::Page { target: target.clone() };
        let tell = |method: &str, parameters| connection.tell(page, &party, method, parameters);
        for domain in ["Inspector", "Page", "Runtime", "Console", "Worker"] {
            tell(&format!("{domain}.enable"), json!({}));
        }
        if !self.before.is_empty() {
            tell("Page.setBootstrapScript", json!({"source": self.before}));
        }
        let mut state = self.lock();
        if let Some(scheme) = state.scheme {
            tell("Page.overrideUserPreference", preferring(scheme));
        }
        tell("Inspector.initialized", json!({}));
        connection.tell(page, &Party::Browser, "Target.resume", json!({"targetId": target}));
        state.target.get_or_insert(target);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
