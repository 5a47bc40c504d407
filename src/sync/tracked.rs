//! What is known about the stream, and how.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::Timestamp;

/// The backend's stream, as far as the page can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum UnverifiedReason {
    /// The backend was not asked yet.
    NotAsked,
    /// A sync and all its retries failed: the stream is assumed stopped.
    SyncFailed,
    /// The connection is lost, and the check at once failed too.
    LinkLost,
    /// A command went out and its answer was lost.
    CommandUnanswered,
    /// The backend announced that the stream does this, and no check has confirmed it yet.
    Announced(StreamState),
    /// Another tab of this browser says that something changed, and no check has confirmed it yet.
    ChangedElsewhere,
    /// A stop found nothing to stop.
    NothingToStop,
}

impl UnverifiedReason {
    /// Does this doubt count beside the one `before` it? Doubts only get stronger: what was once lost sight of is not
    /// seen again by hearing less of it.
    const fn outweighs(self, before: Self) -> bool {
        match (before, self) {
            // A command may still be carried out, whatever else is said.
            (Self::CommandUnanswered, _) => false,
            // Where nothing was ever seen there is nothing to lose sight of, or to change.
            (Self::NotAsked, Self::LinkLost | Self::ChangedElsewhere | Self::NothingToStop) => false,
            // Hearsay.
            (Self::LinkLost | Self::Announced(_), Self::ChangedElsewhere) => false,
            // It is not assumed to be stopped where the backend says that it runs.
            (Self::Announced(StreamState::Running), Self::SyncFailed) => false,
            _ => true,
        }
    }
}

/// What a reply of the backend said last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Confirmed {
    /// What the stream did.
    pub state: StreamState,
    /// When the reply came.
    pub at: Timestamp,
}

/// How the page knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
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
        /// What was last confirmed, if anything ever was.
        last: Option<Confirmed>,
    },
}

/// The one thing the page is about: the stream's state and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Tracked {
    /// The stream's state: as confirmed, or as announced or assumed since, which the evidence says.
    pub state: StreamState,
    /// How it is known.
    pub evidence: Evidence,
}

impl Tracked {
    /// Nothing asked yet.
    pub(super) const fn none() -> Self {
        Self {
            state: StreamState::Stopped,
            evidence: Evidence::Unverified { reason: UnverifiedReason::NotAsked, last: None },
        }
    }

    /// What was last confirmed, if anything ever was: never what is only assumed or announced.
    #[must_use]
    pub const fn last_confirmed(&self) -> Option<Confirmed> {
        match self.evidence {
            Evidence::Confirmed { at } => Some(Confirmed { state: self.state, at }),
            Evidence::Unverified { last, .. } => last,
        }
    }

    /// When anything was last confirmed.
    #[must_use]
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        self.last_confirmed().map(|last| last.at)
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

    /// Raises a doubt, unless there is a stronger one.
    pub(super) fn mark_unverified(&mut self, reason: UnverifiedReason) {
        if self.unverified_reason().is_some_and(|before| !reason.outweighs(before)) {
            return;
        }
        let last = self.last_confirmed();
        self.state = match reason {
            UnverifiedReason::Announced(stream) => stream,
            UnverifiedReason::SyncFailed => StreamState::Stopped,
            _ => last.map_or(StreamState::Stopped, |last| last.state),
        };
        self.evidence = Evidence::Unverified { reason, last };
    }
}
