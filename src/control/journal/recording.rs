//! What the machine heard, so that it can be played again.

use serde::Serialize;

use super::redact::without_secrets;
use super::summary::Summary;
use crate::sync::{Event, FollowedEvent, RequestError, State, Thing, Timestamp};
use crate::wire::CommandAnswer;

/// After so many steps a new part begins.
const MAX_STEPS: usize = 500;

/// The last 500 to 1,000 steps of the machine, and the state before them.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    earlier: Option<Part>,
    current: Part,
}

/// Some steps, and the state before them.
#[derive(Clone, Debug)]
struct Part {
    begin: State,
    steps: Vec<RecordedStep>,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
struct RecordedStep {
    /// When, on the machine's clock.
    at: Timestamp,
    /// What it heard.
    event: Event,
    /// What it came to.
    then: Summary,
}

/// A recording as it is written down.
#[derive(Serialize)]
struct Written<'a> {
    begin: &'a State,
    steps: Vec<&'a RecordedStep>,
}

impl Recorder {
    /// Records a machine that is in this state.
    pub(super) fn new(state: &State) -> Self {
        Self { earlier: None, current: Part { begin: state.clone(), steps: Vec::new() } }
    }

    /// Notes what the machine heard, before that changes its `state`. Words of others are kept without secrets: no step
    /// goes by them.
    pub(super) fn note_event(&mut self, state: &State, at: Timestamp, event: &Event) {
        if self.current.steps.len() == MAX_STEPS {
            let next = Part { begin: state.clone(), steps: Vec::new() };
            self.earlier = Some(std::mem::replace(&mut self.current, next));
        }
        self.current.steps.push(RecordedStep { at, event: without_words(event), then: Summary::of(state) });
    }

    /// Notes what the machine came to by that.
    pub(super) fn note_outcome(&mut self, state: &State) {
        if let Some(step) = self.current.steps.last_mut() {
            step.then = Summary::of(state);
        }
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.earlier.as_ref().map_or(0, |part| part.steps.len()) + self.current.steps.len()
    }

    /// The recording in JSON.
    pub(super) fn to_json(&self) -> String {
        let begin = &self.earlier.as_ref().unwrap_or(&self.current).begin;
        let earlier = self.earlier.iter().flat_map(|part| &part.steps);
        let steps = earlier.chain(&self.current.steps).collect();
        // Numbers, names and texts always have a form in JSON.
        serde_json::to_string(&Written { begin, steps }).unwrap_or_default()
    }
}

/// The event with what others said in words of their own cleaned.
fn without_words(event: &Event) -> Event {
    let mut event = event.clone();
    match &mut event {
        Event::Recording(event) => clean(event),
        Event::Light(_, event) => clean(event),
        Event::CameraSettings(event) => clean(event),
        _ => {}
    }
    if let Event::Stream(event) = &mut event {
        clean(event);
        if let FollowedEvent::CommandReplied {
            answer: Ok(CommandAnswer::LongExposure { message } | CommandAnswer::Refused { message }),
            ..
        } = event
        {
            *message = without_secrets(message);
        }
    }
    event
}

fn clean<T: Thing>(event: &mut FollowedEvent<T>) {
    if let FollowedEvent::CheckReplied { answer: Err(why), .. } | FollowedEvent::CommandReplied { answer: Err(why), .. } =
        event
        && let RequestError::Network(words) | RequestError::NotUnderstood(words) = why
    {
        *words = without_secrets(words);
    }
}
