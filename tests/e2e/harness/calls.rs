//! Calls to a browser whose answers come in any order, among its events.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The longest that the browser may take for one call, its start with the first one. Much more than it needs on an idle
/// machine.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// Calls that somebody waits for, each by its number.
#[derive(Default)]
pub struct Calls {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    last: u64,
    waiting: HashMap<u64, Waiting>,
    /// The browser is gone.
    ended: bool,
}

struct Waiting {
    /// What has it made: a session, a tab.
    owner: Option<String>,
    answer: Option<Result<Value, String>>,
}

impl Calls {
    /// A number for a call that nobody waits for.
    pub fn number(&self) -> u64 {
        let mut state = self.lock();
        state.last += 1;
        state.last
    }

    /// Makes a call: `send` is given its number, and the answer is waited for.
    pub fn call(&self, owner: Option<&str>, send: impl FnOnce(u64) -> Result<(), String>) -> Result<Value, String> {
        let number = self.number();
        self.lock().waiting.insert(number, Waiting { owner: owner.map(str::to_owned), answer: None });
        let answer = send(number).and_then(|()| self.wait(number));
        self.lock().waiting.remove(&number);
        answer
    }

    /// Takes the answer to a call.
    pub fn answer(&self, number: u64, answer: Result<Value, String>) {
        if let Some(waiting) = self.lock().waiting.get_mut(&number) {
            waiting.answer = Some(answer);
            self.changed.notify_all();
        }
    }

    /// There is no answer any more to what this owner has called.
    pub fn forget(&self, owner: &str) {
        let mut state = self.lock();
        for waiting in state.waiting.values_mut().filter(|waiting| waiting.owner.as_deref() == Some(owner)) {
            waiting.answer.get_or_insert_with(|| Err("its session has ended".into()));
        }
        self.changed.notify_all();
    }

    /// There is no answer any more to anything.
    pub fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn wait(&self, number: u64) -> Result<Value, String> {
        let begun = Instant::now();
        let mut state = self.lock();
        loop {
            if let Some(answer) = state.waiting.get_mut(&number).and_then(|waiting| waiting.answer.take()) {
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

    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panicked must not fail the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
