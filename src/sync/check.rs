//! Asking the backend what the stream does: one check at a time.

use super::{RequestId, Timestamp, timing};

/// Why a check runs. It decides about retries, console lines, and whether the page waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
            _ if attempt == 0 => timing::FIRST_TRY_MS,
            _ => timing::STATUS_TIMEOUT_MS,
        }
    }

    pub(super) const fn is_sync(self) -> bool {
        matches!(self, Self::Connect | Self::Resume)
    }

    /// The cause of the check that takes the place of this one: a sync that is asked again stays a sync.
    pub(super) const fn overridden_by(self, newer: Self) -> Self {
        match newer {
            Self::Announced | Self::Command | Self::Poll if self.is_sync() => self,
            _ => newer,
        }
    }
}

/// The one status check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusCheck {
    /// None under way.
    Idle,
    /// A request is out.
    InFlight {
        /// Its number.
        request: RequestId,
        /// Why.
        reason: CheckReason,
        /// Failed tries before it.
        attempt: usize,
        /// When it left.
        sent_at: Timestamp,
        /// When it is given up.
        deadline: Timestamp,
    },
    /// Waiting before the next try, or for a burst of announcements to pass.
    Waiting {
        /// Why.
        reason: CheckReason,
        /// Failed tries before it.
        attempt: usize,
        /// When the request leaves.
        at: Timestamp,
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

    pub(super) const fn next_deadline(&self) -> Option<Timestamp> {
        match self {
            Self::Idle => None,
            Self::InFlight { deadline: at, .. } | Self::Waiting { at, .. } => Some(*at),
        }
    }
}
