//! What the page offers: derived from the state, never kept.

use super::check::CheckReason;
use super::{Cameras, Evidence, State, StatusCheck, StreamState, UnverifiedReason};

/// Which button can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AvailableCommand {
    /// Play.
    Play,
    /// Stop.
    Stop,
    /// Neither: the truth is not known right now.
    None,
}

impl State {
    /// Which button can be pressed now. The guard of every command, too.
    #[must_use]
    pub fn available_command(&self) -> AvailableCommand {
        if self.command.is_some() || self.other_command.is_some() || self.syncing() {
            return AvailableCommand::None;
        }
        match (self.stream.evidence, self.stream.state) {
            (Evidence::Confirmed { .. }, StreamState::Running) => AvailableCommand::Stop,
            // There is nothing to start.
            (_, StreamState::Stopped) if self.cameras == Cameras::Absent => AvailableCommand::None,
            // After a failed sync a start is harmless: the backend answers `already_running`.
            (
                Evidence::Confirmed { .. } | Evidence::Unverified { reason: UnverifiedReason::SyncFailed, .. },
                StreamState::Stopped,
            ) => AvailableCommand::Play,
            (Evidence::Unverified { .. }, _) => AvailableCommand::None,
        }
    }

    /// Is a check under way that the page has to wait for before it can vouch for anything?
    #[must_use]
    pub fn syncing(&self) -> bool {
        match self.check.reason() {
            None => false,
            Some(CheckReason::Connect) => !(self.link.is_flapping() && self.is_fresh()),
            Some(CheckReason::Resume | CheckReason::LinkLost) => !self.is_fresh(),
            Some(CheckReason::Announced | CheckReason::Command | CheckReason::Poll) => {
                self.stream.unverified_reason().is_some_and(|reason| reason != UnverifiedReason::SyncFailed)
            }
        }
    }

    /// Does the page vouch for what it shows, freshly?
    #[must_use]
    pub fn verified(&self) -> bool {
        self.is_fresh() && self.poll.failures == 0 && !self.retrying()
    }

    /// Is the check under way a try after a failed one?
    #[must_use]
    pub const fn retrying(&self) -> bool {
        matches!(self.check, StatusCheck::Waiting { attempt: 1.., .. } | StatusCheck::InFlight { attempt: 1.., .. })
    }
}
