//! Asking the backend how a thing is: one check at a time.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{RequestId, Timestamp, timing};

/// Why a check runs. It decides about retries, console lines, and whether the page waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum CheckReason {
    /// The connection was made: rule 1.
    Connect,
    /// The tab is shown again, or the network is back.
    Resume,
    /// The connection was lost.
    LinkLost,
    /// The backend announced a change.
    Announced,
    /// A command ended.
    Command,
    /// The poll is due.
    Poll,
}

impl CheckReason {
    pub(super) const fn retries(self) -> usize {
        match self {
            Self::Connect | Self::Resume | Self::Announced | Self::Command => timing::RETRY_DELAYS_MS.len(),
            Self::LinkLost | Self::Poll => 0,
        }
    }

    /// How long the try after so many others may take.
    pub(super) const fn limit_ms(self, attempt: usize) -> u64 {
        match self {
            // It is tried once, and what the page shows stays meanwhile.
            Self::Poll | Self::LinkLost => timing::STATUS_TIMEOUT_MS,
            _ if attempt < timing::QUICK_TRIES_MS.len() => timing::QUICK_TRIES_MS[attempt],
            _ => timing::STATUS_TIMEOUT_MS,
        }
    }

    pub(super) const fn is_sync(self) -> bool {
        matches!(self, Self::Connect | Self::Resume)
    }

    /// The cause of the check that takes the place of this one: a sync that is asked again stays a sync, and the check
    /// after a loss is still the one after the loss.
    pub(super) fn overridden_by(self, newer: Self) -> Self {
        match newer {
            Self::Announced | Self::Command | Self::Poll if self.is_sync() || self == Self::LinkLost => self,
            _ => newer,
        }
    }
}

/// Where a check stands in a row of announcements. An announcement makes the request that left before it worthless. But
/// they may come faster than the backend answers, so none restarts a check for ever: the second ends, and the third counts
/// whatever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Course {
    /// What is announced now takes its place.
    First,
    /// It took the place of one that was outdated: it is let end.
    Second,
    /// Something was announced since the second left: one more runs when it has ended.
    SecondOutdated,
    /// It is let end, and its answer counts.
    Third,
    /// Something was announced since the third left: another one runs, and it is the first again.
    ThirdOutdated,
}

impl Course {
    /// After an announcement. `None` when the check is to begin again.
    pub(super) const fn outdated(self) -> Option<Self> {
        match self {
            Self::First => None,
            Self::Second | Self::SecondOutdated => Some(Self::SecondOutdated),
            Self::Third | Self::ThirdOutdated => Some(Self::ThirdOutdated),
        }
    }

    pub(super) const fn is_outdated(self) -> bool {
        matches!(self, Self::SecondOutdated | Self::ThirdOutdated)
    }

    /// Of the check that comes after this one has ended.
    pub(super) const fn next(self) -> Self {
        match self {
            Self::SecondOutdated => Self::Third,
            Self::First | Self::Second | Self::Third | Self::ThirdOutdated => Self::First,
        }
    }
}

/// What became of the tries of a check before its latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum EarlierTries {
    /// There was none, or they took too long and were replaced.
    NoneFailed,
    /// One has failed.
    Failed,
}

/// The one status check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum StatusCheck {
    /// None under way.
    Idle,
    /// A request is out.
    InFlight {
        /// Its number.
        request: RequestId,
        /// Why.
        reason: CheckReason,
        /// How many tries there were before it.
        attempt: usize,
        /// What became of these.
        tries: EarlierTries,
        /// When it left.
        sent_at: Timestamp,
        /// When it is given up.
        deadline: Timestamp,
        /// What was announced before and since.
        course: Course,
    },
    /// Waiting before the next try, or for a burst of announcements to pass.
    Waiting {
        /// Why.
        reason: CheckReason,
        /// How many tries there were before it.
        attempt: usize,
        /// What became of these.
        tries: EarlierTries,
        /// When the request leaves.
        at: Timestamp,
        /// What was announced before.
        course: Course,
    },
}

impl StatusCheck {
    /// Why it runs; `None` when idle.
    #[must_use]
    pub const fn reason(&self) -> Option<CheckReason> {
        match self {
            Self::Idle => None,
            Self::InFlight { reason, .. } | Self::Waiting { reason, .. } => Some(*reason),
        }
    }

    pub(super) const fn is_in_flight(&self) -> bool {
        matches!(self, Self::InFlight { .. })
    }

    pub(super) const fn next_deadline(&self) -> Option<Timestamp> {
        match self {
            Self::Idle => None,
            Self::InFlight { deadline: at, .. } | Self::Waiting { at, .. } => Some(*at),
        }
    }
}
