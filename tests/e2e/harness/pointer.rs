//! Mouse, wheel and fingers at points of the window, in CSS pixels.

use serde_json::{Value, json};

use super::tab::Tab;

/// A point of the window.
pub type At = (f64, f64);

impl Tab {
    /// Turns the wheel; below 0 is away from the person.
    pub fn turn_wheel(&self, (x, y): At, delta_px: f64) {
        self.mouse(json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta_px}));
    }

    /// Moves the mouse, with no button down.
    pub fn point(&self, (x, y): At) {
        self.mouse(json!({"type": "mouseMoved", "x": x, "y": y}));
    }

    /// Presses the mouse's button at one point and releases it at another.
    pub fn drag(&self, from: At, to: At) {
        self.point(from);
        let middle = (from.0.midpoint(to.0), from.1.midpoint(to.1));
        for (kind, (x, y)) in
            [("mousePressed", from), ("mouseMoved", middle), ("mouseMoved", to), ("mouseReleased", to)]
        {
            self.mouse(json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}));
        }
    }

    /// Clicks twice in a row at a point.
    pub fn double_click(&self, (x, y): At) {
        for count in 1..=2 {
            for kind in ["mousePressed", "mouseReleased"] {
                self.mouse(json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": count}));
            }
        }
    }

    /// Puts two fingers down, moves them and lifts them.
    pub fn pinch(&self, from: [At; 2], to: [At; 2]) {
        self.touch("touchStart", &from);
        self.touch("touchMove", &to);
        self.touch("touchEnd", &[]);
    }

    fn touch(&self, kind: &str, fingers: &[At]) {
        let points: Vec<Value> =
            fingers.iter().enumerate().map(|(id, (x, y))| json!({"x": x, "y": y, "id": id})).collect();
        self.call("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points}));
    }

    fn mouse(&self, event: Value) {
        self.call("Input.dispatchMouseEvent", event);
    }
}
