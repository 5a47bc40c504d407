//! The recording, beside what the machine follows: what is recorded next, when the page stops it, and what became of the
//! latest file.

use leptos::prelude::*;

use super::saved_file_store::SavedFileStore;
use crate::backend::Settings;
use crate::control::recording::{Ending, PlannedStop, RecordOffer, RecordingForm, StopAfter, WhyNot};
use crate::sync::{State, StreamState, Timestamp, Visibility};
use crate::wire::RecordingStatus;

/// A handle on what belongs to the recording; copies are the same one.
#[derive(Clone, Copy)]
pub struct RecordingStore {
    /// What is recorded next, as it is written.
    pub form: RwSignal<RecordingForm>,
    /// The file of the latest that has ended.
    pub file: SavedFileStore,
    /// What became of the latest that has ended, in words; empty where none has, or nothing is known yet.
    pub words: Memo<String>,
    /// The file's name; empty where there is none.
    pub name: Memo<String>,
    /// What a press of Record does.
    pub offer: Memo<RecordOffer>,
    /// Does one run, as far as is known?
    pub is_running: Memo<bool>,
    /// What is being done, in a word.
    pub busy: Memo<Option<&'static str>>,
    /// When the page stops the recording that it has begun.
    pub planned: ReadSignal<Option<PlannedStop>>,
    pub(super) ending: RwSignal<Option<Ending>>,
    pub(super) set_planned: WriteSignal<Option<PlannedStop>>,
    /// After what time the one is stopped that is being started.
    pub(super) stop_after: StoredValue<StopAfter>,
    /// What was last confirmed.
    pub(super) confirmed: StoredValue<Option<RecordingStatus>>,
    /// When somebody last pressed Record.
    pub(super) pressed_at: StoredValue<Option<Timestamp>>,
}

impl RecordingStore {
    pub(super) fn new(
        state: RwSignal<State>,
        backend: RwSignal<Option<Settings>>,
        visibility: Memo<Visibility>,
    ) -> Self {
        let file = SavedFileStore::new(backend, visibility);
        let ending = RwSignal::new(None::<Ending>);
        let words = move |ending: &Option<Ending>| {
            ending.as_ref().map(|ending| file.verdict.with(|verdict| ending.words(verdict))).unwrap_or_default()
        };
        let (planned, set_planned) = signal(None);
        Self {
            form: RwSignal::default(),
            file,
            words: Memo::new(move |_| ending.with(words)),
            name: Memo::new(move |_| ending.with(|it| it.as_ref().map(|it| it.name().to_owned()).unwrap_or_default())),
            offer: Memo::new(move |_| state.with(offer)),
            is_running: Memo::new(move |_| false),
            busy: Memo::new(move |_| None),
            planned,
            ending,
            set_planned,
            stop_after: StoredValue::default(),
            confirmed: StoredValue::default(),
            pressed_at: StoredValue::default(),
        }
    }

    /// Another backend was chosen.
    pub(super) fn forget(self) {
        self.file.forget();
        self.ending.set(None);
        self.set_planned.set(None);
        self.confirmed.set_value(None);
    }
}

fn offer(state: &State) -> RecordOffer {
    if state.stream.known.state == StreamState::Running {
        RecordOffer::Start
    } else {
        RecordOffer::None(WhyNot::NoStream)
    }
}
