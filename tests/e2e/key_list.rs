//! The list of keys.

use crate::harness::{Key, Profile, Simulator, Tab};

const IS_OPEN: &str = "document.querySelector('dialog.keys').open";
const IS_CLOSED: &str = "!document.querySelector('dialog.keys').open";

fn focused(tab: &Tab) -> String {
    tab.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()")
}

#[test]
fn its_key_and_its_button_open_the_list_of_keys_and_the_focus_returns() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.press(Key::Character('?'));
    tab.wait_true("the list is there", IS_OPEN);
    assert_eq!(focused(&tab), "Close");
    tab.press(Key::Escape);
    tab.wait_true("it is closed", IS_CLOSED);
    assert_eq!(focused(&tab), "Stage");

    tab.click_button("Keys");
    tab.wait_true("the list is there", IS_OPEN);
    tab.click_button("Close");
    tab.wait_true("it is closed", IS_CLOSED);
    assert_eq!(focused(&tab), "Keys");

    tab.click_link("Settings");
    tab.wait_true("the field is there", "document.querySelector('#microscope-name') !== null");
    tab.evaluate::<()>("document.querySelector('#microscope-name').focus()");
    tab.press(Key::Character('?'));
    tab.wait_true("in a field it is text", "document.querySelector('#microscope-name').value === '?'");
    tab.evaluate::<()>("document.activeElement.blur()");
    assert!(tab.evaluate::<bool>(IS_CLOSED));
    tab.press(Key::Character('?'));
    tab.wait_true("beside it, it is a key", IS_OPEN);
    tab.finish();
}

#[test]
fn the_list_is_there_on_the_whole_screen_as_well() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Full screen");
    tab.wait_true("it is on", "document.fullscreenElement !== null");
    tab.press(Key::Character('?'));
    tab.wait_true("the list is seen", "document.querySelector('dialog.keys').checkVisibility()");
    tab.click_button("Close");
    tab.wait_true("it is closed", IS_CLOSED);
    tab.finish();
}

#[test]
fn the_list_has_the_key_of_each_button_and_no_other() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    let buttons: Vec<(String, String)> = tab.evaluate(
        "[...document.querySelectorAll('button[aria-keyshortcuts]')].map((it) => [it.getAttribute('aria-keyshortcuts'), it.ariaLabel]).sort()",
    );
    let listed: Vec<(String, String)> = tab.evaluate(
        "[...document.querySelectorAll('dialog.keys dl > div')]
            .map((it) => [it.querySelector('kbd').textContent, it.querySelector('dd').textContent.split(' :')[0].split(':')[0].trim()])
            .filter(([key]) => key !== 'Arrows').sort()",
    );
    assert!(buttons.len() >= 12, "{buttons:?}");
    assert_eq!(buttons, listed);
    tab.finish();
}
