//! What is known about the stream, and how.

use super::Moment;

/// The backend's stream, as far as the page can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// No stream is registered at the backend.
    Stopped,
    /// At least one stream is registered. It does not mean that frames flow.
    Running,
}

impl Stream {
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
pub enum Doubt {
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
        at: Moment,
    },
    /// Not vouched for.
    Unverified {
        /// Why not.
        doubt: Doubt,
        /// When anything was last confirmed, if ever.
        confirmed_at: Option<Moment>,
    },
}

/// The one thing the page is about: the stream's state and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Knowledge {
    /// The stream's state.
    pub stream: Stream,
    /// How it is known.
    pub evidence: Evidence,
}

impl Knowledge {
    /// Nothing asked yet.
    pub(super) const fn none() -> Self {
        Self { stream: Stream::Stopped, evidence: Evidence::Unverified { doubt: Doubt::NotAsked, confirmed_at: None } }
    }

    /// When anything was last confirmed.
    #[must_use]
    pub const fn confirmed_at(&self) -> Option<Moment> {
        match self.evidence {
            Evidence::Confirmed { at } => Some(at),
            Evidence::Unverified { confirmed_at, .. } => confirmed_at,
        }
    }

    /// Why the page does not vouch for the state; `None` when it does.
    #[must_use]
    pub const fn doubt(&self) -> Option<Doubt> {
        match self.evidence {
            Evidence::Confirmed { .. } => None,
            Evidence::Unverified { doubt, .. } => Some(doubt),
        }
    }

    pub(super) const fn confirm(&mut self, stream: Stream, at: Moment) {
        *self = Self { stream, evidence: Evidence::Confirmed { at } };
    }

    pub(super) const fn question(&mut self, doubt: Doubt) {
        self.evidence = Evidence::Unverified { doubt, confirmed_at: self.confirmed_at() };
    }
}
