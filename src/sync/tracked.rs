//! What is known about a thing, and how.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::known::Known;
use super::{StreamState, Timestamp};

/// Why the page does not vouch for what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum UnverifiedReason<K = StreamState> {
    /// The backend was not asked yet.
    NotAsked,
    /// A sync and all its retries failed: what is assumed then is held, such as that the stream is stopped.
    SyncFailed,
    /// The connection is lost, and the check at once failed too.
    LinkLost,
    /// A command went out and its answer was lost.
    CommandUnanswered,
    /// The backend announced this, and no check has confirmed it yet.
    Announced(K),
    /// Another tab of this browser says that something changed, and no check has confirmed it yet.
    ChangedElsewhere,
    /// A stop found nothing to stop.
    NothingToStop,
    /// The backend has taken a command, and was not asked yet what came of it.
    NotReadBack,
}

impl<K: Known> UnverifiedReason<K> {
    /// Does this doubt count beside the one `before` it? Doubts only get stronger: what was once lost sight of is not
    /// seen again by hearing less of it.
    fn outweighs(&self, before: &Self) -> bool {
        match (before, self) {
            // A command may still be carried out, whatever else is said.
            (Self::CommandUnanswered, _) => false,
            // Where nothing was ever seen there is nothing to lose sight of, or to change.
            (Self::NotAsked, Self::LinkLost | Self::ChangedElsewhere | Self::NothingToStop | Self::NotReadBack) => {
                false
            }
            // Hearsay.
            (Self::LinkLost | Self::Announced(_), Self::ChangedElsewhere) => false,
            // Nothing is assumed where the backend says otherwise.
            (Self::Announced(announced), Self::SyncFailed) => K::assumed(None).is_none_or(|it| it == *announced),
            _ => true,
        }
    }
}

/// What a reply of the backend said last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Confirmed<K = StreamState> {
    /// What it was.
    pub state: K,
    /// When the reply came.
    pub at: Timestamp,
}

/// How the page knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Evidence<K = StreamState> {
    /// The backend said so in a reply.
    Confirmed {
        /// When the reply came.
        at: Timestamp,
    },
    /// Not vouched for.
    Unverified {
        /// Why not.
        reason: UnverifiedReason<K>,
        /// What was last confirmed, if anything ever was.
        last: Option<Confirmed<K>>,
    },
}

/// A thing's state and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Tracked<K = StreamState> {
    /// Its state: as confirmed, or as announced or assumed since, which the evidence says.
    pub state: K,
    /// How it is known.
    pub evidence: Evidence<K>,
}

impl<K: Known> Tracked<K> {
    /// Nothing asked yet.
    pub(super) fn none() -> Self {
        Self { state: K::unknown(), evidence: Evidence::Unverified { reason: UnverifiedReason::NotAsked, last: None } }
    }

    /// What was last confirmed, if anything ever was: never what is only assumed or announced.
    #[must_use]
    pub fn last_confirmed(&self) -> Option<Confirmed<K>> {
        match &self.evidence {
            Evidence::Confirmed { at } => Some(Confirmed { state: self.state.clone(), at: *at }),
            Evidence::Unverified { last, .. } => last.clone(),
        }
    }

    /// When anything was last confirmed.
    #[must_use]
    pub const fn confirmed_at(&self) -> Option<Timestamp> {
        match &self.evidence {
            Evidence::Confirmed { at } | Evidence::Unverified { last: Some(Confirmed { at, .. }), .. } => Some(*at),
            Evidence::Unverified { last: None, .. } => None,
        }
    }

    /// Is it confirmed, and nothing heard since that says otherwise?
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        matches!(self.evidence, Evidence::Confirmed { .. })
    }

    /// Why the page does not vouch for the state; `None` when it does.
    #[must_use]
    pub fn unverified_reason(&self) -> Option<UnverifiedReason<K>> {
        match &self.evidence {
            Evidence::Confirmed { .. } => None,
            Evidence::Unverified { reason, .. } => Some(reason.clone()),
        }
    }

    pub(super) fn confirm(&mut self, state: K, at: Timestamp) {
        *self = Self { state, evidence: Evidence::Confirmed { at } };
    }

    /// Raises a doubt, unless there is a stronger one.
    pub(super) fn mark_unverified(&mut self, reason: UnverifiedReason<K>) {
        if self.unverified_reason().is_some_and(|before| !reason.outweighs(&before)) {
            return;
        }
        let last = self.last_confirmed();
        let known = last.as_ref().map(|last| &last.state);
        let state = match &reason {
            UnverifiedReason::Announced(announced) => Some(announced.clone()),
            UnverifiedReason::SyncFailed => K::assumed(known),
            _ => known.cloned(),
        };
        self.state = state.unwrap_or_else(K::unknown);
        self.evidence = Evidence::Unverified { reason, last };
    }
}
