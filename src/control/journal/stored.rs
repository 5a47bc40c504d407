//! The form in which a browser keeps a journal over a reload.

use super::entry_list::EntryList;
use super::timeline::{Sight, Timeline};
use super::{Entry, Journal, Kind};

/// Which form this is: any other is not read.
const FORM: u8 = 1;
/// The most that is read, in bytes.
const MAX_BYTES: usize = 1_000_000;

/// What was kept says nothing: it is of another version of this page, or damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The form, when it was written, since when what was known, and the entries.
type Stored<T> = (u8, u64, Vec<(u64, u8)>, Vec<StoredEntry<T>>);
/// When it happened, what it is about, the text, the evidence.
type StoredEntry<T> = (u64, u8, T, T);

impl Journal {
    /// The journal with its newest `most` entries, as a browser keeps it.
    #[must_use]
    pub fn to_stored(&self, unix_ms: u64, most: usize) -> String {
        let skipped = self.entries.oldest_first().count().saturating_sub(most);
        let entries = self.entries.oldest_first().skip(skipped).map(stored).collect();
        let marks = self.timeline.marks().map(|(at_ms, sight)| (*at_ms, sight.to_number())).collect();
        let stored: Stored<&str> = (FORM, unix_ms, marks, entries);
        // Numbers and texts always have a form in JSON.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Puts what a browser kept before what has happened since.
    ///
    /// # Errors
    /// When it is nothing that [`Self::to_stored`] wrote. Then nothing is taken of it.
    pub fn restore(&mut self, text: &str) -> Result<(), Unreadable> {
        if text.len() > MAX_BYTES {
            return Err(Unreadable);
        }
        let (form, written_ms, marks, entries): Stored<String> = serde_json::from_str(text).map_err(|_| Unreadable)?;
        if form != FORM {
            return Err(Unreadable);
        }
        let mut timeline = Timeline::default();
        for (at_ms, sight) in marks {
            timeline.note(at_ms, Sight::of_number(sight).ok_or(Unreadable)?);
        }
        // Of the time without a page nothing is known.
        timeline.note(written_ms, Sight::NONE);
        let mut list = EntryList::default();
        for (unix_ms, kind, text, evidence) in entries {
            let kind = Kind::ALL.get(usize::from(kind)).ok_or(Unreadable)?;
            list.push(unix_ms, *kind, &text, &evidence);
        }
        for (at_ms, sight) in self.timeline.marks() {
            timeline.note(*at_ms, *sight);
        }
        self.timeline = timeline;
        self.entries.put_before(list);
        Ok(())
    }
}

fn stored(entry: &Entry) -> StoredEntry<&str> {
    (entry.unix_ms, entry.kind as u8, &entry.text, &entry.evidence)
}
