//! The recording, beside what the machine follows: what is recorded next, when the page stops it, and what became of the
//! latest file.

use leptos::prelude::*;

use super::saved_file_store::SavedFileStore;
use crate::backend::Settings;
use crate::control::recording::{Ending, PlannedStop, RecordOffer, RecordingForm, StopAfter, WhyNot};
use crate::sync::{
    OtherCommand, PendingCommand, RecordingCommand, State, StreamState, Support, Timestamp, Tracked, Visibility,
};
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
    /// What is known of it, and how.
    pub known: Memo<Tracked<RecordingStatus>>,
    /// Is that freshly confirmed?
    pub verified: Memo<bool>,
    /// The command in flight.
    pub command: Memo<Option<PendingCommand<RecordingCommand>>>,
    /// The command that another tab of this browser has in flight.
    pub other_command: Memo<Option<OtherCommand<RecordingCommand>>>,
    /// When the page stops the recording that it has begun.
    pub planned: ReadSignal<Option<PlannedStop>>,
    pub(super) ending: RwSignal<Option<Ending>>,
    pub(super) set_planned: WriteSignal<Option<PlannedStop>>,
    /// After what time the one is stopped that was asked for here, and when that was.
    pub(super) stop_after: StoredValue<Option<(StopAfter, Timestamp)>>,
    /// What was last confirmed.
    pub(super) confirmed: StoredValue<Option<RecordingStatus>>,
    /// Was Record pressed a moment ago? Then what it does now is not what was pressed.
    pub(super) is_pressed: RwSignal<bool>,
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
        let is_pressed = RwSignal::new(false);
        Self {
            form: RwSignal::default(),
            file,
            words: Memo::new(move |_| ending.with(words)),
            name: Memo::new(move |_| ending.with(|it| it.as_ref().map(|it| it.name().to_owned()).unwrap_or_default())),
            offer: Memo::new(move |_| {
                let offer = state.with(offer);
                if is_pressed.get() && !matches!(offer, RecordOffer::None(_)) {
                    RecordOffer::None(WhyNot::Busy)
                } else {
                    offer
                }
            }),
            known: Memo::new(move |_| state.with(|state| state.recording.known.clone())),
            verified: Memo::new(move |_| state.with(|state| state.recording.verified(&state.session))),
            command: Memo::new(move |_| state.with(|state| state.recording.command)),
            other_command: Memo::new(move |_| state.with(|state| state.recording.other_command)),
            planned,
            ending,
            set_planned,
            stop_after: StoredValue::default(),
            confirmed: StoredValue::default(),
            is_pressed,
        }
    }

    /// Another backend was chosen.
    pub(super) fn forget(self) {
        self.file.forget();
        self.ending.set(None);
        self.set_planned.set(None);
        self.stop_after.set_value(None);
        self.confirmed.set_value(None);
    }
}

/// What a press of Record does. The machine itself refuses what the state does not allow.
fn offer(state: &State) -> RecordOffer {
    let recording = &state.recording;
    if recording.support == Support::Absent {
        return RecordOffer::None(WhyNot::Absent);
    }
    if recording.command.is_some() || recording.other_command.is_some() {
        return RecordOffer::None(WhyNot::Busy);
    }
    if recording.syncing(&state.session) || !recording.known.is_confirmed() {
        return RecordOffer::None(WhyNot::NotKnown);
    }
    let stream = &state.stream.known;
    if recording.known.state.is_recording {
        RecordOffer::Stop
    } else if stream.is_confirmed() && stream.state == StreamState::Running {
        RecordOffer::Start
    } else {
        RecordOffer::None(WhyNot::NoStream)
    }
}
