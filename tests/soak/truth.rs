//! Whether the page offered what the backend's stream calls for, looked at each second.

use crate::harness::{Simulator, Tab};

/// What was seen in a minute.
#[derive(Clone, Copy, Debug, Default)]
pub struct Truth {
    pub looks: u32,
    /// The wrong button was offered.
    pub wrong: u32,
    pub neither: u32,
}

impl Truth {
    /// One look. Nothing changes at the backend meanwhile.
    pub fn look(&mut self, tab: &Tab, simulator: &Simulator) {
        let page = tab.page();
        let is_wrong = if simulator.streams() { page.offers_play() } else { page.offers_stop() };
        self.looks += 1;
        self.wrong += u32::from(is_wrong);
        self.neither += u32::from(page.offers_neither());
    }
}
