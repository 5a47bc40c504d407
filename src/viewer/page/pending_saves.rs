//! Files that the painter was asked for.

use std::collections::{BTreeMap, VecDeque};

use web_sys::Blob;

/// As many as this are made at a time: each holds its part of the picture until it is there.
const MAX_PENDING: usize = 8;

/// Hears of the file that the painter was asked for, or why there is none.
pub type OnSaved = Box<dyn FnOnce(Result<Blob, String>)>;

/// Who waits for files that the painter makes, and what came of those that nobody was told of yet.
#[derive(Default)]
pub(super) struct PendingSaves {
    next_number: u32,
    waiting: BTreeMap<u32, OnSaved>,
    done: VecDeque<(OnSaved, Result<Blob, String>)>,
}

impl PendingSaves {
    /// One more is wanted. Answers with the number that the painter is to know it by, unless too many are wanted already.
    pub(super) fn ask(&mut self, on_saved: OnSaved) -> Option<u32> {
        if self.waiting.len() >= MAX_PENDING {
            self.refuse(on_saved, format!("{MAX_PENDING} others are being saved"));
            return None;
        }
        let number = self.next_number;
        self.next_number = number.wrapping_add(1);
        self.waiting.insert(number, on_saved);
        Some(number)
    }

    /// One more is wanted, and can't be made.
    pub(super) fn refuse(&mut self, on_saved: OnSaved, why: String) {
        self.done.push_back((on_saved, Err(why)));
    }

    /// The painter has made it, or can't.
    pub(super) fn finish(&mut self, number: u32, file: Result<Blob, String>) {
        self.done.extend(self.waiting.remove(&number).map(|on_saved| (on_saved, file)));
    }

    /// The painter has failed: it makes none any more.
    pub(super) fn fail(&mut self, why: &str) {
        let failed = std::mem::take(&mut self.waiting).into_values();
        self.done.extend(failed.map(|on_saved| (on_saved, Err(why.to_owned()))));
    }

    /// What is to be told now: whom, and what.
    pub(super) fn next(&mut self) -> Option<(OnSaved, Result<Blob, String>)> {
        self.done.pop_front()
    }
}
