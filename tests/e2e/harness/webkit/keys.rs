//! Keys, as WebDriver calls them.

use serde_json::{Value, json};

use crate::harness::driver::KeyAct;
use crate::harness::element::Key;

const CONTROL: &str = "\u{e009}";

/// What a key is called.
fn name(key: Key) -> String {
    match key {
        Key::Tab => "\u{e004}".to_owned(),
        Key::Enter => "\u{e007}".to_owned(),
        Key::Space => " ".to_owned(),
        Key::Left => "\u{e012}".to_owned(),
        Key::Escape => "\u{e00c}".to_owned(),
        Key::Character(character) => character.to_string(),
    }
}

/// The source of actions that uses a key.
pub fn using(key: Key, act: KeyAct) -> Value {
    let kind = if act == KeyAct::Release { "keyUp" } else { "keyDown" };
    keyboard(&[json!({"type": kind, "value": name(key)})])
}

/// The source of actions that writes in place of all that is there.
pub fn writing(text: &str) -> Value {
    let press = |key: &str| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key}));
    let mut actions = vec![json!({"type": "keyDown", "value": CONTROL})];
    actions.extend(press("a"));
    actions.push(json!({"type": "keyUp", "value": CONTROL}));
    for character in text.chars() {
        actions.extend(press(&character.to_string()));
    }
    keyboard(&actions)
}

fn keyboard(actions: &[Value]) -> Value {
    json!([{"type": "key", "id": "keyboard", "actions": actions}])
}
