//! Finding elements as a person does, by role and name, and using mouse and keyboard on them.

use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::driver::{At, KeyAct, Node};
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

/// Where an element is: its middle, unless something covers it. One that can't be seen as a whole is scrolled to first.
const PLACE: &str = "(element) => {
    const middle = () => {
        const box = element.getClientRects()[0];
        if (box === undefined) return null;
        const at = [box.x + box.width / 2, box.y + box.height / 2];
        return element.contains(document.elementFromPoint(...at)) ? at : null;
    };
    const box = element.getBoundingClientRect();
    const seen = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    if (!seen || middle() === null) element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    return {at: middle(), leads_somewhere: element.getAttribute('aria-disabled') !== 'true'};
}";

/// What that says.
#[derive(Debug, Deserialize)]
struct Place {
    at: Option<At>,
    leads_somewhere: bool,
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
            self.use_mouse_at(place, Clicks::Single);
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

    /// The same, and presses Enter.
    pub fn write_and_enter(&self, field: &str, text: &str) {
        let _front = self.in_front();
        self.write(field, text);
        self.press(Key::Enter);
    }

    /// The same as [`Tab::write`] for the one field to search something.
    pub fn search(&self, field: &str, text: &str) {
        self.write_into("searchbox", field, text);
    }

    fn write_into(&self, role: &str, field: &str, text: &str) {
        let _front = self.in_front();
        self.click(role, field, Clicks::Single);
        self.checked(self.driver().write(text));
    }

    /// Presses and releases a key. In the window in front, as whatever is written: elsewhere Firefox tells the page of the
    /// key, and neither presses the button that has the focus nor says that a field was changed.
    pub fn press(&self, key: Key) {
        let _front = self.in_front();
        for act in [KeyAct::Press, KeyAct::Release] {
            self.checked(self.driver().key(key, act));
        }
    }

    /// Presses a key and holds it: the browser repeats it this often, about 30 times a second.
    pub fn hold(&self, key: Key, repeats: u32) {
        let _front = self.in_front();
        for repeat in 0..=repeats {
            let act = if repeat == 0 { KeyAct::Press } else { KeyAct::Repeat };
            self.checked(self.driver().key(key, act));
            thread::sleep(KEY_REPEAT);
        }
        self.checked(self.driver().key(key, KeyAct::Release));
    }

    fn click(&self, role: &str, name: &str, clicks: Clicks) {
        let mut place = None;
        // It may be on its way, and what is above it as well, and move it.
        self.wait_outside(&format!("one {role} named “{name}” that nothing covers"), || {
            place = self.place(role, name);
            place.is_some()
        });
        if let Some(place) = place {
            self.use_mouse_at(place, clicks);
        }
    }

    fn use_mouse_at(&self, place: At, clicks: Clicks) {
        match clicks {
            Clicks::Single => self.click_at(place),
            Clicks::Double => self.double_click(place),
        }
    }

    /// The middle of the one element with this role and accessible name, if it is there and nothing covers it.
    fn place(&self, role: &str, name: &str) -> Option<At> {
        let nodes = self.checked(self.driver().find(role, name));
        let places: Vec<Place> = nodes.iter().filter_map(|node| self.place_of(node)).collect();
        let places: Vec<&Place> = places.iter().filter(|place| role != "link" || place.leads_somewhere).collect();
        let count = places.len();
        assert!(count < 2, "{count} elements are a {role} named “{name}”, instead of one{}", self.report());
        places.first()?.at
    }

    /// `None` where it is gone by now, which is an error of the call.
    fn place_of(&self, node: &Node) -> Option<Place> {
        let found: Value = self.driver().apply(node, PLACE).ok()?;
        serde_json::from_value(found).ok()
    }
}
