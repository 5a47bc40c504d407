//! What a step leads to.

use super::super::{Effect, LogLine, Notice, Timestamp};

/// What a step leads to, in order, and when it is made.
pub(in super::super) struct Outbox {
    pub(in super::super) now: Timestamp,
    pub(in super::super) effects: Vec<Effect>,
}

impl Outbox {
    pub(in super::super) const fn new(now: Timestamp) -> Self {
        Self { now, effects: Vec::new() }
    }

    pub(in super::super) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(in super::super) fn log(&mut self, line: LogLine) {
        self.effects.push(Effect::Log(line));
    }

    pub(in super::super) fn notify(&mut self, notice: Notice) {
        self.effects.push(Effect::Notify(notice));
    }
}
