//! What can be seen of a world.

use super::super::{AvailableCommand, Sender, Stage, UnverifiedReason};
use super::tab::Tab;
use super::world::World;

impl World {
    pub fn offers(&self, offer: AvailableCommand) -> bool {
        self.tabs.iter().any(|tab| tab.state.available_command() == offer)
    }

    pub fn is_wrong(&self) -> bool {
        self.up && self.offers(if self.running { AvailableCommand::Play } else { AvailableCommand::Stop })
    }

    pub fn has_orphan(&self) -> bool {
        self.tabs.iter().any(|tab| tab.state.stream.command.is_some_and(|command| command.stage == Stage::Orphaned))
    }

    pub fn waits_for_what_was_sent(&self) -> bool {
        let gone = |tab: &Tab| tab.state.stream.other_command.is_some_and(|other| other.sender == Sender::Gone);
        self.tabs.iter().any(gone) && !self.orphans.is_empty()
    }

    pub fn has_failed_sync(&self) -> bool {
        self.tabs.iter().any(|tab| tab.state.stream.known.unverified_reason() == Some(UnverifiedReason::SyncFailed))
    }
}
