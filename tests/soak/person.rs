//! What somebody does who looks at the picture now and then.

use std::thread;

use crate::SECOND;
use crate::harness::{Key, Tab};

const PANELS: [&str; 4] = ["Camera", "Histogram", "Numbers", "Log"];

/// Opens a panel, another one each minute, reads, and closes it.
pub fn uses_a_panel(tab: &Tab, minute: u32) {
    let name = PANELS[minute as usize % PANELS.len()];
    tab.click_button(name);
    thread::sleep(5 * SECOND);
    tab.click_button(name);
}

/// Zooms in, changes the contrast, and puts both back.
pub fn looks_closer(tab: &Tab) {
    let contrast = Key::Character('c');
    for key in [Key::Character('+'), Key::Character('+'), contrast] {
        tab.press(key);
    }
    thread::sleep(3 * SECOND);
    for key in [contrast, Key::Character('-'), Key::Character('-')] {
        tab.press(key);
    }
}
