//! What is known about the stream, and how.

use super::Timestamp;

/// The backend's stream, as far as the page can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamState {
    /// No stream is registered at the backend.
    Stopped,
    /// At least one stream is registered. It does not mean that frames flow.
    Running,
}

impl StreamState {
    /// From the live-view endpoint's answer: is any stream active?
    #[must_use]
    pub const fn from_active(active: bool) -> Self {
        if active { Self::Running } else { Self::Stopped }
    }

    /// As the live-view endpoint would put it.
    #[must_use]
    pub const fn active(self) -> bool {
        matches!(self, Self::Running)
    }
}

/// Why the page does not vouch for what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnverifiedReason {
    /// The backend was not asked yet.
    NotAsked,
    /// A sync and all its retries failed: the stream is assumed stopped.
    SyncFailed,
    /// The connection is lost, and the check at once failed too.
    LinkLost,
    /// A command went out and its answer was lost.
    CommandUnanswered,
    /// The backend announced a change that no check has confirmed yet.
    Announced,
}

/// How the page knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The backend said so in a reply.
    Confirmed {
        /// When the reply came.
        at: Timestamp,
    },
    /// Not vouched for.
    Unverified {
        /// Why not.
        reason: UnverifiedReason,
        /// When anything was last confirmed, if ever.
        confirmed_at: Option<Timestamp>,
    },
}

/// The one thing the page is about: the stream's state and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tracked {
    /// The stream's state.
    pub state: StreamState,
    /// How it is known.
    pub evidence: Evidence,
}

impl Tracked {
    /// Nothing asked yet.
    pub(super) const fn none() -> Self {
        Self {
            state: StreamState::Stopped,
            evidence: Evidence::Unverified { reason: UnverifiedReason::NotAsked, confirmed_at: None },
        }
    }

    /// When anything was last confirmed.
    #[must_use]
    pub const fn confirmed_at(&self) -> Option<Timestamp> {
        match self.evidence {
            Evidence::Confirmed { at } => Some(at),
            Evidence::Unverified { confirmed_at, .. } => confirmed_at,
        }
    }

    /// Why the page does not vouch for the state; `None` when it does.
    #[must_use]
    pub const fn unverified_reason(&self) -> Option<UnverifiedReason> {
        match self.evidence {
            Evidence::Confirmed { .. } => None,
            Evidence::Unverified { reason, .. } => Some(reason),
        }
    }

    pub(super) const fn confirm(&mut self, state: StreamState, at: Timestamp) {
        *self = Self { state, evidence: Evidence::Confirmed { at } };
    }

    pub(super) const fn mark_unverified(&mut self, reason: UnverifiedReason) {
        self.evidence = Evidence::Unverified { reason, confirmed_at: self.confirmed_at() };
    }
}
