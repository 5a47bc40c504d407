//! Steps the machine, and writes down what came of it.

use super::entry_list::EntryList;
use super::narrate::{Before, Step};
use super::recording::Recorder;
use super::report::Fact;
use super::request_times::RequestTimes;
use super::{Kind, Moment, Sight, Timeline};
use crate::sync::{Effect, Event, State};

/// What has happened on this page.
#[derive(Clone, Debug)]
pub struct Journal {
    /// In words.
    pub entries: EntryList,
    /// What was known when.
    pub timeline: Timeline,
    times: RequestTimes,
    recorder: Recorder,
}

impl Journal {
    /// A journal of a machine that is in this state.
    #[must_use]
    pub fn new(state: &State) -> Self {
        Self {
            entries: EntryList::default(),
            timeline: Timeline::default(),
            times: RequestTimes::default(),
            recorder: Recorder::new(state),
        }
    }

    /// Steps the machine, and writes down what came of it.
    #[must_use]
    pub fn step(&mut self, state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
        let before = Before::of(state);
        let heard = event.clone();
        self.recorder.note_event(state, now.at, &heard);
        let effects = state.step(event, now.at);
        self.recorder.note_outcome(state);
        let took_ms = self.note_times(&heard, &effects, now);
        let step = Step { event: &heard, before, after: state, effects: &effects, took_ms, now: now.at };
        step.narrate(&mut |kind, text, evidence| self.entries.push(now.unix_ms, kind, text, evidence));
        self.timeline.note(now.unix_ms, Sight::of(state));
        effects
    }

    /// Writes down what the machine does not hear of.
    pub fn note(&mut self, unix_ms: u64, kind: Kind, text: &str, evidence: &str) {
        self.entries.push(unix_ms, kind, text, evidence);
    }

    /// What the machine heard on this page, in JSON.
    #[must_use]
    pub fn recording(&self) -> String {
        self.recorder.to_json()
    }

    pub(super) fn recorded_steps(&self) -> usize {
        self.recorder.len()
    }

    pub(super) fn request_facts(&self) -> Vec<Fact> {
        vec![("Requests", self.times.words())]
    }

    /// How long the request took that has ended now, if one has.
    fn note_times(&mut self, event: &Event, effects: &[Effect], now: Moment) -> Option<u64> {
        let mut took_ms = None;
        for effect in effects {
            if let Effect::Abort { request } = effect {
                took_ms = self.times.note_ended(*request, false, now.at);
            }
        }
        if let Some((request, is_answered)) = event.ended_request() {
            took_ms = self.times.note_ended(request, is_answered, now.at);
        }
        self.times.note_sent(effects, now.at);
        took_ms
    }
}
