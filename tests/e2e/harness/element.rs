//! Finding elements as a person does, by role and name, and using mouse and keyboard on them.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::tab::Tab;

/// How often a key that is held is repeated.
const KEY_REPEAT: Duration = Duration::from_millis(33);

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Tab,
    Enter,
    Space,
    Left,
    Escape,
    Character(char),
}

impl Key {
    fn parameters(self) -> Value {
        match self {
            Self::Tab => json!({"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}),
            Self::Enter => json!({"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}),
            Self::Space => json!({"key": " ", "code": "Space", "windowsVirtualKeyCode": 32, "text": " "}),
            Self::Left => json!({"key": "ArrowLeft", "code": "ArrowLeft", "windowsVirtualKeyCode": 37}),
            Self::Escape => json!({"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27}),
            Self::Character(character) => json!({"key": character, "text": character}),
        }
    }
}

/// How often the mouse's button goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clicks {
    Single,
    Double,
}

impl Tab {
    /// Clicks the one button with this accessible name, wherever on the screen it is, also when it is disabled.
    pub fn click_button(&self, name: &str) {
        self.click("button", name, Clicks::Single);
    }

    /// The same, if it is there now and nothing covers it: for one that comes and goes.
    pub fn click_button_if_there(&self, name: &str) {
        if let Some(place) = self.place("button", name) {
            self.click_at(place, Clicks::Single);
        }
    }

    /// The same as [`Tab::click_button`], twice in a row.
    pub fn double_click_button(&self, name: &str) {
        self.click("button", name, Clicks::Double);
    }

    /// Clicks the one link with this accessible name, once it leads somewhere.
    pub fn click_link(&self, name: &str) {
        self.click("link", name, Clicks::Single);
    }

    /// Clicks the one switch with this accessible name.
    pub fn click_switch(&self, name: &str) {
        self.click("switch", name, Clicks::Single);
    }

    /// The middle of the one slider with this accessible name, when it is there and nothing covers it.
    pub fn slider(&self, name: &str) -> (f64, f64) {
        let mut place = None;
        self.wait_outside(&format!("one slider named “{name}” that nothing covers"), || {
            place = self.place("slider", name);
            place.is_some()
        });
        place.unwrap_or_default()
    }

    /// Writes into the one text field with this accessible name, in place of what is there.
    pub fn write(&self, field: &str, text: &str) {
        self.write_into("textbox", field, text);
    }

    /// The same for the one field to search something.
    pub fn search(&self, field: &str, text: &str) {
        self.write_into("searchbox", field, text);
    }

    fn write_into(&self, role: &str, field: &str, text: &str) {
        self.click(role, field, Clicks::Single);
        let mut select_all = json!({"type": "keyDown", "key": "a", "code": "KeyA", "modifiers": 2});
        select_all["commands"] = json!(["selectAll"]);
        self.call("Input.dispatchKeyEvent", select_all);
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Presses and releases a key.
    pub fn press(&self, key: Key) {
        for kind in ["keyDown", "keyUp"] {
            let mut parameters = key.parameters();
            parameters["type"] = kind.into();
            self.call("Input.dispatchKeyEvent", parameters);
        }
    }

    /// Presses a key and holds it: the browser repeats it this often, about 30 times a second.
    pub fn hold(&self, key: Key, repeats: u32) {
        for repeat in 0..=repeats {
            let mut parameters = key.parameters();
            parameters["type"] = "keyDown".into();
            parameters["autoRepeat"] = (repeat > 0).into();
            self.call("Input.dispatchKeyEvent", parameters);
            thread::sleep(KEY_REPEAT);
        }
        let mut parameters = key.parameters();
        parameters["type"] = "keyUp".into();
        self.call("Input.dispatchKeyEvent", parameters);
    }

    fn click(&self, role: &str, name: &str, clicks: Clicks) {
        let mut place = None;
        // It may be on its way, and what is above it as well, and move it.
        self.wait_outside(&format!("one {role} named “{name}” that nothing covers"), || {
            place = self.place(role, name);
            place.is_some()
        });
        if let Some(place) = place {
            self.click_at(place, clicks);
        }
    }

    fn click_at(&self, (x, y): (f64, f64), clicks: Clicks) {
        self.call("Input.dispatchMouseEvent", json!({"type": "mouseMoved", "x": x, "y": y}));
        let count = if clicks == Clicks::Double { 2 } else { 1 };
        for number in 1..=count {
            for kind in ["mousePressed", "mouseReleased"] {
                let button = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": number});
                self.call("Input.dispatchMouseEvent", button);
            }
        }
    }

    /// The middle of the one element with this role and accessible name, if it is there and nothing covers it.
    fn place(&self, role: &str, name: &str) -> Option<(f64, f64)> {
        let found = self.find(role, name);
        let count = found.len();
        assert!(count < 2, "{count} elements are a {role} named “{name}”, instead of one{}", self.report());
        self.middle(*found.first()?)
    }

    fn find(&self, role: &str, name: &str) -> Vec<i64> {
        let document = self.call("DOM.getDocument", json!({"depth": 0}));
        let query = json!({"nodeId": document["root"]["nodeId"], "role": role, "accessibleName": name});
        let nodes = self.call("Accessibility.queryAXTree", query);
        let nodes = nodes["nodes"].as_array().into_iter().flatten();
        let nodes = nodes.filter(|node| role != "link" || !is_disabled(node));
        nodes.filter(|node| node["ignored"] == false).filter_map(|node| node["backendDOMNodeId"].as_i64()).collect()
    }

    /// The middle of an element that nothing covers; `None` also where it is gone by now, which is an error of the call.
    fn middle(&self, node: i64) -> Option<(f64, f64)> {
        let node = json!({"backendNodeId": node});
        self.try_call("DOM.scrollIntoViewIfNeeded", node.clone()).ok()?;
        let quads = self.try_call("DOM.getContentQuads", node.clone()).ok()?;
        let corners: Vec<f64> = quads["quads"][0].as_array()?.iter().filter_map(Value::as_f64).collect();
        let mean = |from: usize| corners.iter().skip(from).step_by(2).sum::<f64>() / 4.0;
        let (x, y) = (mean(0), mean(1));
        let object = self.try_call("DOM.resolveNode", node).ok()?;
        let is_on_top = json!({
            "objectId": object["object"]["objectId"],
            "functionDeclaration": "function(x, y) { return this.contains(document.elementFromPoint(x, y)); }",
            "arguments": [{"value": x}, {"value": y}],
            "returnByValue": true,
        });
        let found = self.try_call("Runtime.callFunctionOn", is_on_top).ok()?;
        (found["result"]["value"] == true).then_some((x, y))
    }
}

fn is_disabled(node: &Value) -> bool {
    let mut properties = node["properties"].as_array().into_iter().flatten();
    properties.any(|property| property["name"] == "disabled" && property["value"]["value"] == true)
}
