//! The picture that a tab shows.

use super::browser::Profile;
use super::console::{Allowed, Level};
use super::simulator::Simulator;
use super::tab::Tab;

impl Tab {
    /// Opens a tab, in which somebody else's binary stream is shown.
    pub fn open_on_binary_stream(profile: &Profile, simulator: &Simulator) -> Self {
        let tab = Self::open(profile, &simulator.url());
        tab.wait_for("Play is offered", |page| page.ready());
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
        simulator.start_binary_stream();
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        tab
    }

    /// The picture's pixels.
    pub fn pixels(&self) -> String {
        self.evaluate("document.querySelector('.live-view canvas').toDataURL()")
    }

    /// Width and height of the picture, in its own pixels.
    pub fn picture_size_px(&self) -> (u32, u32) {
        self.evaluate("(({width, height}) => [width, height])(document.querySelector('.live-view canvas'))")
    }

    /// Waits until the picture changes.
    pub fn wait_moving(&self) {
        let first = self.pixels();
        self.wait_outside("the picture changes", || self.pixels() != first);
    }
}
