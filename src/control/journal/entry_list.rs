//! The last entries.

use std::collections::VecDeque;

use super::{Entry, Kind};

/// The most entries that are kept.
pub const MAX_ENTRIES: usize = 2_000;
/// The most room that they take in the browser's storage, in bytes, about.
const MAX_BYTES: usize = 600_000;

/// The last entries, oldest first; beyond the limits the oldest go.
#[derive(Clone, Debug, Default)]
pub struct EntryList {
    entries: VecDeque<Entry>,
    size_bytes: usize,
    last_number: u64,
}

impl EntryList {
    /// Writes down what happened.
    pub fn push(&mut self, unix_ms: u64, kind: Kind, text: &str, evidence: &str) {
        self.last_number += 1;
        let entry = Entry::new(self.last_number, unix_ms, kind, text, evidence);
        self.size_bytes += entry.size_bytes();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_ENTRIES || self.size_bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.size_bytes -= oldest.size_bytes();
        }
    }

    /// The newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }

    /// The oldest first.
    pub fn oldest_first(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The number of the latest entry; 0 before the first.
    #[must_use]
    pub const fn last_number(&self) -> u64 {
        self.last_number
    }

    /// The latest entry of one of these kinds.
    #[must_use]
    pub fn latest_of(&self, kinds: &[Kind]) -> Option<&Entry> {
        self.newest_first().find(|entry| kinds.contains(&entry.kind))
    }

    /// Puts these, which are older, before what is here.
    pub(super) fn put_before(&mut self, older: Self) {
        let newer = std::mem::replace(self, older);
        for entry in newer.entries {
            self.push(entry.unix_ms, entry.kind, &entry.text, &entry.evidence);
        }
    }
}
