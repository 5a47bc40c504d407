//! What the page offers: derived from the state, never kept.

use super::State;
use super::things::{self, AvailableCommand};

impl State {
    /// Which button can be pressed now.
    #[must_use]
    pub fn available_command(&self) -> AvailableCommand {
        things::available(self.stream.standing(&self.session, None))
    }

    /// Is a check of the stream under way that the page has to wait for before it can vouch for anything?
    #[must_use]
    pub fn syncing(&self) -> bool {
        self.stream.syncing(&self.session)
    }

    /// Does the page vouch for what it shows of the stream, freshly?
    #[must_use]
    pub fn verified(&self) -> bool {
        self.stream.verified(&self.session)
    }
}
