//! What the page offers: derived from the state, never kept.

use super::check::Cause;
use super::{Check, Doubt, Evidence, State, Stream};

/// Which button can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offer {
    /// Play.
    Play,
    /// Stop.
    Stop,
    /// Neither: the truth is not known right now.
    Neither,
}

impl State {
    /// Which button can be pressed now. The guard of every command, too.
    #[must_use]
    pub fn offer(&self) -> Offer {
        if self.command.is_some() || self.other_command.is_some() || self.syncing() {
            return Offer::Neither;
        }
        match (self.knowledge.evidence, self.knowledge.stream) {
            (Evidence::Confirmed { .. }, Stream::Running) => Offer::Stop,
            // After a failed sync a start is harmless: the backend answers `already_running`.
            (Evidence::Confirmed { .. } | Evidence::Unverified { doubt: Doubt::SyncFailed, .. }, Stream::Stopped) => {
                Offer::Play
            }
            (Evidence::Unverified { .. }, _) => Offer::Neither,
        }
    }

    /// Is a check under way that the page has to wait for before it can vouch for anything?
    #[must_use]
    pub fn syncing(&self) -> bool {
        match self.check.cause() {
            None => false,
            Some(Cause::Connect | Cause::Resume | Cause::LinkLost) => true,
            Some(Cause::Announced | Cause::Command | Cause::Poll) => {
                self.knowledge.doubt().is_some_and(|doubt| doubt != Doubt::SyncFailed)
            }
        }
    }

    /// Does the page vouch for what it shows, freshly?
    #[must_use]
    pub const fn verified(&self) -> bool {
        self.knowledge.doubt().is_none() && self.poll.failures == 0 && !self.retrying()
    }

    /// Is the check under way a try after a failed one?
    #[must_use]
    pub const fn retrying(&self) -> bool {
        matches!(self.check, Check::Waiting { attempt: 1.., .. } | Check::InFlight { attempt: 1.., .. })
    }
}
