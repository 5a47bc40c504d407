//! Mouse, wheel and fingers at points of the window, in CSS pixels.

use super::driver::MouseAct::{Move, Press, Release};
use super::driver::{At, MouseAct};
use super::tab::Tab;

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

    /// Puts two fingers down, moves them and lifts them.
    pub fn pinch(&self, from: [At; 2], to: [At; 2]) {
        self.checked(self.driver().pinch(from, to));
    }

    fn mouse(&self, acts: &[MouseAct]) {
        self.checked(self.driver().mouse(acts));
    }
}
