//! Mouse, wheel and fingers at points of the window, in CSS pixels.

use std::thread;
use std::time::Duration;

use super::driver::MouseAct::{Move, Press, Release};
use super::driver::{At, MouseAct};
use super::tab::Tab;

/// How often two clicks are tried.
const MAX_DOUBLE_CLICKS: usize = 5;
/// Clicks this far apart are no double click in any engine.
const BETWEEN_CLICKS: Duration = Duration::from_secs(1);
/// Counts clicks and double clicks, from 0.
const COUNT_CLICKS: &str = "(() => {
    window.clicksSeen = {click: 0, dblclick: 0};
    for (const kind in clicksSeen) addEventListener(kind, () => clicksSeen[kind]++, true);
})()";

impl Tab {
    /// Turns the wheel; below 0 is away from the person.
    pub fn turn_wheel(&self, at: At, delta_px: f64) {
        self.checked(self.driver().wheel(at, delta_px));
    }

    /// Moves the mouse, with no button down.
    pub fn point(&self, at: At) {
        self.mouse(&[Move(at)]);
    }

    /// Presses the mouse's button at one point and releases it at another.
    pub fn drag(&self, from: At, to: At) {
        let middle = (from.0.midpoint(to.0), from.1.midpoint(to.1));
        self.mouse(&[Move(from), Press, Move(middle), Move(to), Release]);
    }

    /// Clicks at a point.
    pub fn click_at(&self, at: At) {
        self.mouse(&[Move(at), Press, Release]);
    }

    /// Clicks twice in a row at a point.
    pub fn double_click(&self, at: At) {
        self.mouse(&[Move(at), Press, Release, Press, Release]);
    }

    /// The same, until the browser takes it for a double click: where the second click comes late, as on a busy machine,
    /// it is another one to Firefox and WebKit.
    pub fn surely_double_click(&self, at: At) {
        self.evaluate::<()>(COUNT_CLICKS);
        for tries in 1..=MAX_DOUBLE_CLICKS {
            self.double_click(at);
            self.wait_true("both clicks have come", &format!("clicksSeen.click === {}", 2 * tries));
            if self.evaluate::<bool>("clicksSeen.dblclick > 0") {
                return;
            }
            // The next clicks have nothing to do with these.
            thread::sleep(BETWEEN_CLICKS);
        }
        panic!("{MAX_DOUBLE_CLICKS} times two clicks were no double click{}", self.report());
    }

    /// Puts two fingers down, moves them and lifts them.
    pub fn pinch(&self, from: [At; 2], to: [At; 2]) {
        self.checked(self.driver().pinch(from, to));
    }

    fn mouse(&self, acts: &[MouseAct]) {
        self.checked(self.driver().mouse(acts));
    }
}
