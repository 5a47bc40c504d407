//! The log: what has happened, kept over a reload.

use leptos::prelude::*;
use web_sys::{Storage, window};

use crate::browser::clock;
use crate::control::journal::{EntryList, Journal, Kind, MAX_ENTRIES, Timeline};
use crate::sync::{State, Timestamp};

const KEY: &str = "lockstep.log";
/// Where the recording is, apart from it: nobody reads that but a report.
const RECORDING_KEY: &str = "lockstep.recording";
/// The longest recording that is kept, in bytes.
const MAX_RECORDING_BYTES: usize = 390_000;
/// The least time between two writings while the page is seen, in milliseconds.
const SAVE_INTERVAL_MS: u64 = 10_000;

/// What has happened on this page; copies are the same log.
#[derive(Clone, Copy)]
pub struct LogStore {
    /// The latest entry's number.
    pub latest: ReadSignal<u64>,
    set_latest: WriteSignal<u64>,
    /// The entry that somebody wants to see; 0 for the log as such.
    pub wanted: RwSignal<Option<u64>>,
    pub(super) journal: StoredValue<Journal, LocalStorage>,
    saved: StoredValue<Saved>,
    /// What the machine of the page before heard, in JSON.
    earlier: StoredValue<Option<String>>,
}

/// What the browser has of it.
#[derive(Clone, Copy, Debug)]
struct Saved {
    number: u64,
    at: Timestamp,
    /// Nothing can be stored, and that was said.
    is_refused: bool,
}

impl LogStore {
    /// The log of the page before, when this one was loaded in the same tab.
    pub(super) fn restored(state: &State) -> Self {
        let mut journal = Journal::new(state);
        let stored = storage().map(|storage| storage.get_item(KEY));
        let is_refused = !matches!(stored, Some(Ok(_)));
        let problem = match stored {
            Some(Ok(None)) => None,
            Some(Ok(Some(text))) => {
                journal.restore(&text).err().map(|_| "What was kept of the log before can’t be read and was left out")
            }
            None | Some(Err(_)) => Some(REFUSED),
        };
        if let Some(problem) = problem {
            journal.note(clock::unix_ms(), Kind::Page, problem, "");
        }
        let (latest, set_latest) = signal(journal.entries.last_number());
        let earlier = storage().and_then(|storage| storage.get_item(RECORDING_KEY).ok()?);
        let earlier = earlier.filter(|text| text.len() <= MAX_RECORDING_BYTES);
        let saved = Saved { number: latest.get_untracked(), at: clock::now(), is_refused };
        Self {
            latest,
            set_latest,
            wanted: RwSignal::new(None),
            journal: StoredValue::new_local(journal),
            saved: StoredValue::new(saved),
            earlier: StoredValue::new(earlier),
        }
    }

    /// Reads the entries.
    pub fn with<T: Default>(self, read: impl FnOnce(&EntryList) -> T) -> T {
        self.journal.try_with_value(|journal| read(&journal.entries)).unwrap_or_default()
    }

    /// Reads what was known when.
    pub fn timeline<T: Default>(self, read: impl FnOnce(&Timeline) -> T) -> T {
        self.journal.try_with_value(|journal| read(&journal.timeline)).unwrap_or_default()
    }

    /// Shows the latest entry of one of these kinds.
    pub fn explain(self, kinds: &[Kind]) {
        let entry = self.with(|entries| entries.latest_of(kinds).map(|entry| entry.number));
        self.wanted.set(Some(entry.unwrap_or_default()));
    }

    /// Writes down what the machine does not hear of.
    pub fn note(self, kind: Kind, text: &str, evidence: &str) {
        self.journal.try_update_value(|journal| journal.note(clock::unix_ms(), kind, text, evidence));
        self.publish();
    }

    /// Tells whoever looks at the log that there is more of it.
    pub(super) fn publish(self) {
        let number = self.with(EntryList::last_number);
        self.set_latest.try_maybe_update(|latest| (std::mem::replace(latest, number) != number, ()));
    }

    /// What the machine of the page before heard, if that was kept.
    pub(super) fn earlier_recording(self) -> Option<String> {
        self.earlier.try_get_value().flatten()
    }

    /// Does the browser keep the log?
    pub(super) fn can_be_kept() -> bool {
        storage().is_some()
    }

    /// Has the browser keep the log, if there is more of it and this was not done a moment ago.
    pub(super) fn save_now_and_then(self) {
        let is_due = self.saved.try_with_value(|saved| clock::now().ms_since(saved.at) >= SAVE_INTERVAL_MS);
        if is_due == Some(true) {
            self.save();
        }
    }

    /// Has the browser keep the log, if there is more of it: for the page that comes when this one is loaded again.
    pub(super) fn save(self) {
        let number = self.with(EntryList::last_number);
        let Some(saved) = self.saved.try_get_value().filter(|saved| saved.number != number) else { return };
        let is_kept = self.journal.try_with_value(store).unwrap_or_default();
        self.saved.set_value(Saved { number, at: clock::now(), is_refused: !is_kept });
        if !is_kept && !saved.is_refused {
            self.note(Kind::Page, REFUSED, "");
        }
    }
}

const REFUSED: &str = "This browser stores nothing for this page: the log begins anew when the page is loaded again";

/// Writes the journal down; fewer where there is no room for all.
fn store(journal: &Journal) -> bool {
    let Some(storage) = storage() else { return false };
    let now_ms = clock::unix_ms();
    let fits = |most| storage.set_item(KEY, &journal.to_stored(now_ms, most)).is_ok();
    keep_recording(&storage, journal);
    fits(MAX_ENTRIES) || fits(MAX_ENTRIES / 4) || fits(MAX_ENTRIES / 40)
}

/// The recording is kept where there is room for it beside the log.
fn keep_recording(storage: &Storage, journal: &Journal) {
    let recording = journal.recording();
    let is_kept = recording.len() <= MAX_RECORDING_BYTES && storage.set_item(RECORDING_KEY, &recording).is_ok();
    if !is_kept {
        // Where nothing can be taken out, nothing could be put in.
        drop(storage.remove_item(RECORDING_KEY));
    }
}

fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}
