//! Input as W3C WebDriver and WebDriver BiDi want it: the sources of actions, in JSON.

use serde_json::{Value, json};

use super::driver::{At, KeyAct, MouseAct};
use super::element::Key;

const CONTROL: char = '\u{e009}';
const BACKSPACE: char = '\u{e003}';

/// How long fingers take for a move, in milliseconds.
const FINGER_MOVE_MS: u32 = 50;

/// What the mouse does.
pub fn mouse(acts: &[MouseAct]) -> Value {
    let actions: Vec<Value> = acts.iter().map(|act| pointer(*act)).collect();
    json!([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}])
}

/// What the wheel does.
pub fn wheel((x, y): At, delta_px: f64) -> Value {
    let scroll = json!({"type": "scroll", "x": x.round(), "y": y.round(), "deltaX": 0, "deltaY": delta_px});
    json!([{"type": "wheel", "id": "wheel", "actions": [scroll]}])
}

/// What two fingers do that are put down, moved and lifted.
pub fn pinch(from: [At; 2], to: [At; 2]) -> Value {
    let finger = |index: usize| {
        let moved = {
            let mut moved = pointer(MouseAct::Move(to[index]));
            moved["duration"] = FINGER_MOVE_MS.into();
            moved
        };
        let actions =
            [pointer(MouseAct::Move(from[index])), pointer(MouseAct::Press), moved, pointer(MouseAct::Release)];
        let id = format!("finger {index}");
        json!({"type": "pointer", "id": id, "parameters": {"pointerType": "touch"}, "actions": actions})
    };
    json!([finger(0), finger(1)])
}

/// What a finger does to a key.
pub fn key(key: Key, act: KeyAct) -> Value {
    let kind = if act == KeyAct::Release { "keyUp" } else { "keyDown" };
    keys(&[json!({"type": kind, "value": code(key)})])
}

/// What the keyboard does to write into a field, in place of all that is in it.
pub fn write(text: &str) -> Value {
    let mut actions = vec![down(CONTROL), down('a'), up('a'), up(CONTROL), down(BACKSPACE), up(BACKSPACE)];
    actions.extend(text.chars().flat_map(|character| [down(character), up(character)]));
    keys(&actions)
}

fn keys(actions: &[Value]) -> Value {
    json!([{"type": "key", "id": "keyboard", "actions": actions}])
}

fn down(key: char) -> Value {
    json!({"type": "keyDown", "value": key})
}

fn up(key: char) -> Value {
    json!({"type": "keyUp", "value": key})
}

fn code(key: Key) -> char {
    match key {
        Key::Tab => '\u{e004}',
        Key::Enter => '\u{e007}',
        Key::Space => ' ',
        Key::Left => '\u{e012}',
        Key::Escape => '\u{e00c}',
        Key::Character(character) => character,
    }
}

fn pointer(act: MouseAct) -> Value {
    match act {
        MouseAct::Move((x, y)) => json!({"type": "pointerMove", "x": x.round(), "y": y.round(), "duration": 0}),
        MouseAct::Press => json!({"type": "pointerDown", "button": 0}),
        MouseAct::Release => json!({"type": "pointerUp", "button": 0}),
    }
}
