//! What is known of the recording and of the disk, in words.

use leptos::prelude::*;

use crate::control::disk::{Disk, DiskRoom};
use crate::control::saved_file::FileSize;
use crate::store::Store;

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

/// What is known of the recording.
pub fn record_words(_store: Store) -> RecordWords {
    RecordWords::default()
}
