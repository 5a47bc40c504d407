//! Playing a recording through the machine again.

use serde::Deserialize;

use super::summary::Summary;
use crate::sync::{Event, State, Timestamp};

/// A recording as it was written down.
#[derive(Debug, Deserialize)]
pub struct Recording {
    begin: State,
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    at: Timestamp,
    event: Event,
    then: String,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// When it was, on the page's clock.
    pub at: Timestamp,
    /// What the machine heard.
    pub event: Event,
    /// What it came to now.
    pub now: String,
    /// What it came to then.
    pub then: String,
}

impl Replayed {
    /// Has the machine come to the same?
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.now == self.then
    }
}

impl Recording {
    /// Plays it through the machine.
    #[must_use]
    pub fn replay(self) -> Vec<Replayed> {
        let mut state = self.begin;
        let step = |Step { at, event, then }: Step| {
            drop(state.step(event.clone(), at));
            Replayed { at, event, now: Summary::of(&state).to_string(), then }
        };
        self.steps.into_iter().map(step).collect()
    }
}
