//! The requests about cameras and streams: one refresh after the other, each setting what was changed and reading all.

use gloo_timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};

use crate::control::camera::{Choice, Parameter, SeenStreams};
use crate::sync::Timestamp;
use crate::sync::timing::STATUS_TIMEOUT_MS;

/// The refreshes that are wanted and under way.
#[derive(Debug, Default)]
pub(super) struct RefreshQueue {
    /// The latest refresh's number.
    latest: u64,
    /// What cancels the refresh that is under way.
    under_way: Option<(AbortController, Timeout)>,
    /// Another refresh is to follow.
    wanted: bool,
    /// What is to be set, one value a parameter of a stream.
    changes: Vec<Change>,
    /// When something was chosen or commanded here last, if ever: frames from before say nothing about what streams now.
    pub(super) settled_at: Option<Timestamp>,
    /// The streams whose frames came lately.
    pub(super) seen: SeenStreams,
}

/// A parameter of a stream, and its new value.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The stream that it is of: the one that was chosen when it was written.
    pub(super) choice: Choice,
    pub(super) parameter: Parameter,
    pub(super) value: u32,
}

impl Change {
    /// Are both about the same?
    fn replaces(&self, earlier: &Self) -> bool {
        self.choice == earlier.choice && self.parameter == earlier.parameter
    }
}

/// One refresh.
pub(super) struct Refresh {
    /// Its number.
    pub(super) number: u64,
    /// What cancels it.
    pub(super) signal: AbortSignal,
    /// What it sets.
    pub(super) changes: Vec<Change>,
}

impl RefreshQueue {
    /// Is this the latest refresh, not cancelled?
    pub(super) fn is_latest(&self, number: u64) -> bool {
        self.latest == number
    }

    /// Another refresh is wanted. True if one is under way, which it then follows.
    pub(super) fn want(&mut self, change: Option<Change>) -> bool {
        self.wanted = true;
        if let Some(change) = change {
            self.changes.retain(|earlier| !change.replaces(earlier));
            self.changes.push(change);
        }
        self.under_way.is_some()
    }

    /// The next refresh, if one is wanted; the one before it is over.
    pub(super) fn next(&mut self) -> Option<Refresh> {
        self.under_way = None;
        if !std::mem::take(&mut self.wanted) {
            return None;
        }
        // Every browser that runs WebAssembly has it.
        let controller = AbortController::new().ok()?;
        let (signal, at_limit) = (controller.signal(), controller.clone());
        #[allow(clippy::cast_possible_truncation)]
        let limit = Timeout::new(STATUS_TIMEOUT_MS as u32, move || at_limit.abort());
        self.under_way = Some((controller, limit));
        self.latest += 1;
        Some(Refresh { number: self.latest, signal, changes: std::mem::take(&mut self.changes) })
    }

    /// Cancels what is under way and what is wanted.
    pub(super) fn cancel(&mut self) {
        self.latest += 1;
        self.wanted = false;
        self.changes.clear();
        if let Some((controller, _)) = &self.under_way {
            controller.abort();
        }
    }
}
