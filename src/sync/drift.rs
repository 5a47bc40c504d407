//! What is told of drift: two people at one slider are not told of each step.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::Timestamp;

/// What of a thing's drift is told, and what is not yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub(super) struct Drift<K> {
    /// When it was last told, where that matters.
    pub(super) told_at: Option<Timestamp>,
    /// What the page had before what is not told yet.
    pub(super) was: Option<K>,
}

impl<K> Drift<K> {
    /// May it be told now?
    pub(super) fn may_tell(&self, interval_ms: u64, now: Timestamp) -> bool {
        self.told_at.is_none_or(|at| now.ms_since(at) >= interval_ms)
    }

    /// When what is not told yet is told.
    pub(super) fn next_deadline(&self, interval_ms: u64) -> Option<Timestamp> {
        self.was.as_ref().map(|_| self.told_at.map_or(Timestamp(0), |at| at.after(interval_ms)))
    }
}
