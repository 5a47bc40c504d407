//! What can be seen of a world.

use super::tab::{Question, Subject, Tab};
use super::world::World;

impl World {
    pub fn has_wanted(&self) -> bool {
        let waits = |tab: &Tab| tab.light().is_some_and(|light| light.command.is_some() && !light.wanted.is_empty());
        self.tabs.iter().any(waits)
    }

    /// Was one taken and not done, and is not read back yet?
    pub fn is_disobeyed(&self, disobeyed: u8) -> bool {
        let taken = |tab: &Tab| tab.light().is_some_and(|light| !light.asked.is_empty());
        self.left.disobeyed < disobeyed && self.tabs.iter().any(taken)
    }

    pub fn is_wrong(&self) -> bool {
        self.up && self.tabs.iter().any(|tab| tab.shown().is_some_and(|shown| shown != self.value))
    }

    pub fn asks_about_both(&self) -> bool {
        let asks = |tab: &Tab, about: Subject| tab.asks.iter().any(|ask| ask.1.subject() == about);
        self.tabs.iter().any(|tab| asks(tab, Subject::Stream) && asks(tab, Subject::Value))
    }

    /// Is a set on its way that nobody waits for any more?
    pub fn has_late_set(&self) -> bool {
        let current = |tab: &Tab| tab.light().and_then(|light| light.command).map(|command| command.request);
        let is_late = |tab: &Tab| {
            tab.asks.iter().any(|(request, it)| matches!(it, Question::Set(_)) && current(tab) != Some(*request))
        };
        self.tabs.iter().any(is_late)
    }
}
