//! The picture that a tab shows.

use serde::de::DeserializeOwned;

use super::browser::Profile;
use super::console::{Allowed, Level};
use super::engine::{Engine, Need};
use super::simulator::Simulator;
use super::tab::Tab;

/// How many painted frames the page may not have shown yet.
const FRAMES_UNDER_WAY: usize = 2;

/// The browser takes what a worker has painted to the page with its own next frame, and the page's next frame shows it.
const SHOWN: &str = "(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    return true;
})()";

/// Firefox makes a page that reads a canvas wait for the worker that paints it, and the worker may wait for the page as well,
/// for as long as its profile says (`firefox/program.rs`). In the time of an animation frame that was seen with none of 1,400 of
/// a test's readings (though with the page's own), in a task of the test's own with 6 of 3,200. A page that nobody sees has no such frames.
const READABLE: &str = "new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 200);
})";

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

    /// The picture's pixels, as the page has them at the moment: those of a frame that was painted just now may come a
    /// moment later.
    pub fn pixels(&self) -> String {
        self.read_canvas("(canvas) => canvas.toDataURL()")
    }

    /// What a function of JavaScript reads from the picture's canvas.
    pub fn read_canvas<T: DeserializeOwned>(&self, read: &str) -> T {
        let canvas = "document.querySelector('.live-view canvas')";
        self.evaluate(&format!("(async () => {{ await {READABLE}; return ({read})({canvas}); }})()"))
    }

    /// Waits until the page shows what was painted before.
    pub fn wait_shown(&self) {
        self.evaluate_in_workers::<bool>(SHOWN);
        self.evaluate::<bool>(SHOWN);
    }

    /// The picture's pixels, once what was painted before is shown.
    pub fn painted_pixels(&self) -> String {
        self.wait_shown();
        self.pixels()
    }

    /// Waits until the picture on the page has this width and height, in its own pixels.
    pub fn wait_picture_size_px(&self, (width, height): (u32, u32)) {
        let canvas = "document.querySelector('.live-view canvas')";
        let script = format!("{canvas}.width === {width} && {canvas}.height === {height}");
        self.wait_true(&format!("the picture has {width} × {height} pixels"), &script);
    }

    /// Waits until the picture changes: until a frame is shown that is painted from now on.
    pub fn wait_moving(&self) {
        if Engine::chosen().can(Need::WorkerScripts) {
            self.wait_shown();
            self.wait_change();
        } else {
            // Of the frames that were painted before now, one may be on its way to the page, and one in the worker's hands.
            for _ in 0..=FRAMES_UNDER_WAY {
                self.wait_change();
            }
        }
    }

    fn wait_change(&self) {
        let first = self.pixels();
        self.wait_outside("the picture changes", || self.pixels() != first);
    }
}
