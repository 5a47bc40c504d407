//! What is known of the recording and of the disk, in words.

use leptos::prelude::*;

use crate::components::plural::plural;
use crate::control::disk::{Disk, DiskRoom};
use crate::control::recording::Elapsed;
use crate::control::saved_file::FileSize;
use crate::store::Store;
use crate::sync::{PendingCommand, RecordingCommand, Tracked, UnverifiedReason};
use crate::wire::RecordingStatus;

/// What is said of the recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordWords {
    /// What is so; empty where nothing is recorded.
    pub words: String,
    /// Why the page does not vouch for that; empty where it does.
    pub note: String,
}

impl RecordWords {
    /// Is there nothing to say?
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The line's class.
    pub fn class(&self) -> &'static str {
        match (self.is_empty(), self.note.is_empty()) {
            (true, _) => "status-calm",
            (false, true) => "status-bad",
            (false, false) => "status-doubtful",
        }
    }

    /// The note's class.
    pub fn note_class(&self) -> &'static str {
        if self.note.is_empty() { "status-note" } else { "status-unverified" }
    }
}

/// What is left of the backend's disk, where that is little.
pub fn disk_words(store: Store) -> String {
    match store.disk.with(Disk::room) {
        DiskRoom::Unknown | DiskRoom::Enough => String::new(),
        DiskRoom::Low { free_bytes } => format!("{} left on the backend’s disk", FileSize(free_bytes)),
        DiskRoom::Full => "The backend’s disk is full".to_owned(),
    }
}

/// What is known of the recording, or what is being done to it.
pub fn record_words(store: Store) -> RecordWords {
    let recording = store.recording;
    let known = recording.known.get();
    let note = doubt(known.unverified_reason(), recording.verified.get());
    let words = match (recording.command.get(), recording.other_command.get()) {
        (Some(command), _) if command.waits_for_another_tab() => "Waiting for another tab".to_owned(),
        (Some(PendingCommand { command: RecordingCommand::Start, .. }), _) => "Starting to record…".to_owned(),
        (Some(PendingCommand { command: RecordingCommand::Stop, .. }), _) => "Finishing the recording…".to_owned(),
        (None, Some(_)) => "Another page of this browser changes the recording…".to_owned(),
        (None, None) if known.state.is_recording => {
            return RecordWords { words: running(store, &known), note: note.to_owned() };
        }
        (None, None) if known.unverified_reason() == Some(UnverifiedReason::CommandUnanswered) => {
            return RecordWords { words: "Not known whether it records".to_owned(), note: note.to_owned() };
        }
        (None, None) => String::new(),
    };
    RecordWords { words, note: String::new() }
}

/// “Recording 00:12 · 240 frames · MP4”, as far as the backend says so.
fn running(store: Store, known: &Tracked<RecordingStatus>) -> String {
    let RecordingStatus { duration_ms, frames, format, .. } = &known.state;
    let mut words = "Recording".to_owned();
    if let Some(duration_ms) = *duration_ms {
        // It goes on since it was asked for, as far as is known.
        let since_ms = match known.confirmed_at() {
            Some(at) if known.is_confirmed() => store.now.get().ms_since(at),
            _ => 0,
        };
        words += &format!(" {}", Elapsed(duration_ms.saturating_add(since_ms)));
    }
    if let Some(frames) = frames {
        words += &format!(" · {}", plural(*frames, "frame", "frames"));
    }
    if let Some(format) = format {
        words += &format!(" · {}", format.name());
    }
    if let Some(left_ms) = store.planned_stop_in_ms() {
        words += &format!(" · stops in {} s", left_ms.div_ceil(1_000));
    }
    words
}

/// Why the page does not vouch for what it says; empty where it does.
fn doubt(reason: Option<UnverifiedReason<RecordingStatus>>, verified: bool) -> &'static str {
    match reason {
        None if verified => "",
        None => "unverified: the last check failed",
        Some(UnverifiedReason::NotAsked) => "unverified: not asked yet",
        Some(UnverifiedReason::SyncFailed) => "unverified: the backend does not say",
        Some(UnverifiedReason::LinkLost) => "unverified: no connection",
        Some(UnverifiedReason::CommandUnanswered) => "unverified: the last command has no answer",
        Some(UnverifiedReason::Announced(_)) => "unverified: announced, not confirmed",
        Some(UnverifiedReason::ChangedElsewhere) => "unverified: another tab changed something",
        Some(UnverifiedReason::NothingToStop) => "unverified: there was nothing to stop",
        Some(UnverifiedReason::NotReadBack) => "unverified: not read back yet",
    }
}
