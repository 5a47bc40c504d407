//! Keys, as Chromium wants them.

use serde_json::{Value, json};

use crate::harness::driver::KeyAct;
use crate::harness::element::Key;

/// The event of a key.
pub fn event(key: Key, act: KeyAct) -> Value {
    let mut event = match key {
        Key::Tab => json!({"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}),
        Key::Enter => json!({"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}),
        Key::Space => json!({"key": " ", "code": "Space", "windowsVirtualKeyCode": 32, "text": " "}),
        Key::Left => json!({"key": "ArrowLeft", "code": "ArrowLeft", "windowsVirtualKeyCode": 37}),
        Key::Escape => json!({"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27}),
        Key::Character(character) => json!({"key": character, "text": character}),
    };
    event["type"] = if act == KeyAct::Release { "keyUp" } else { "keyDown" }.into();
    event["autoRepeat"] = (act == KeyAct::Repeat).into();
    event
}

/// The event that selects all of the field that has the focus.
pub fn select_all() -> Value {
    json!({"type": "keyDown", "key": "a", "code": "KeyA", "modifiers": 2, "commands": ["selectAll"]})
}
