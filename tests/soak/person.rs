//! What somebody does who looks at the picture now and then. Elements are found by scripts: the tree for assistive technology,
//! by which tests find them, is memory of its own.

use std::thread;

use crate::SECOND;
use crate::harness::{Key, Tab};

const PANELS: [&str; 4] = ["Camera", "Histogram", "Numbers", "Log"];

/// Opens a panel, another one each minute, reads, and closes it.
pub fn uses_a_panel(tab: &Tab, minute: u32) {
    let name = PANELS[minute as usize % PANELS.len()];
    let press = format!(
        "{{
            const buttons = [...document.querySelectorAll('button')];
            buttons.find((button) => [button.ariaLabel, button.textContent.trim()].includes('{name}')).click();
        }}"
    );
    tab.evaluate::<()>(&press);
    tab.wait_true("the panel is open", "document.querySelector('.panel') !== null");
    thread::sleep(5 * SECOND);
    tab.evaluate::<()>(&press);
}

/// Zooms in, changes the contrast, and puts both back.
pub fn looks_closer(tab: &Tab) {
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    let contrast = Key::Character('c');
    for key in [Key::Character('+'), Key::Character('+'), contrast] {
        tab.press(key);
    }
    thread::sleep(3 * SECOND);
    for key in [contrast, Key::Character('-'), Key::Character('-')] {
        tab.press(key);
    }
}
