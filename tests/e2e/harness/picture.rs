//! The picture that a tab shows.

use super::tab::Tab;

impl Tab {
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
