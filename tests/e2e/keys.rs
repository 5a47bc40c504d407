//! Keys: one press is one command, however long it lasts.

use crate::harness::{Key, Need, Profile, Simulator, Tab, Visit, lacks};

const START: &str = "startLiveView";
const STOP: &str = "stopLiveView";

/// The time of a double press is ten times as long, so that a busy machine is fast enough for both presses.
const LONG_DOUBLE_PRESS: &str = "
    const real = setTimeout;
    globalThis.setTimeout = (work, wait, ...rest) => real(work, wait === 500 ? 5000 : wait, ...rest);
";

fn focus(tab: &Tab, name: &str) {
    tab.evaluate::<()>(&format!("document.querySelector('button[aria-label=\"{name}\"]').focus()"));
}

fn running(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    tab
}

#[test]
fn a_key_that_is_held_commands_once() {
    if lacks(&[Need::KeyRepeat]) {
        return;
    }
    for key in [Key::Enter, Key::Space] {
        let simulator = Simulator::start(&["--auto-start"]);
        let profile = Profile::new();
        let tab = running(&profile, &simulator);
        focus(&tab, "Stop");
        tab.hold(key, 40);
        tab.wait_for("the stream is stopped", |page| page.ready());
        assert_eq!((simulator.count_requests(STOP), simulator.count_requests(START)), (1, 0), "{key:?}");
        tab.wait_true("the focus is on Play", "document.activeElement.ariaLabel === 'Play'");
        tab.press(key);
        tab.wait_for("the stream runs", |page| page.running());
        assert_eq!((simulator.count_requests(STOP), simulator.count_requests(START)), (1, 1), "{key:?}");
        tab.finish();
    }
}

#[test]
fn a_key_that_is_pressed_twice_in_a_row_commands_once() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit { before: LONG_DOUBLE_PRESS, ..Visit::to(&simulator.url()) });
    tab.wait_for("Stop is offered", |page| page.running());
    focus(&tab, "Stop");
    tab.press(Key::Enter);
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.press(Key::Enter);
    assert!(tab.page().ready(), "the second press is of the same: {:?}{}", tab.page(), tab.report());
    tab.wait_true("the focus is on Play", "document.activeElement.ariaLabel === 'Play'");
    assert_eq!((simulator.count_requests(STOP), simulator.count_requests(START)), (1, 0));
    tab.finish();
}

#[test]
fn a_shortcut_that_is_held_does_what_it_does_once() {
    if lacks(&[Need::KeyRepeat]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = running(&profile, &simulator);
    tab.wait_for("the picture is live", |page| page.picture == "live");
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    for (key, name) in [
        ('c', "Crosshair"),
        ('h', "Histogram"),
        ('n', "Numbers"),
        ('p', "Snap"),
        ('d', "Camera"),
        ('l', "Lights"),
        ('j', "Log"),
    ] {
        // An odd number of repeats: were each of them heard, it would be as before.
        tab.hold(Key::Character(key), 9);
        tab.wait_true(
            &format!("{key} has turned it on"),
            &format!("document.querySelector('button[aria-label=\"{name}\"]').ariaPressed === 'true'"),
        );
    }
    tab.finish();
}
