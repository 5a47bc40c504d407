//! The page fits: on a phone and on a large screen, with notices and without.

use crate::harness::{Allowed, Level, Profile, Simulator, Tab, Visit};

const SIZES_PX: [(u32, u32); 3] = [(360, 740), (1440, 900), (1920, 1080)];

/// Are both buttons on the screen without scrolling, on top of everything else, and large enough for a finger?
const BUTTONS_SHOWN: &str = r#"["Play", "Stop"].every((name) => {
    const button = document.querySelector(`button[aria-label="${name}"]`);
    const {left, top, right, bottom, width, height} = button.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const on_top = button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    return scrollY === 0 && inside && on_top && width >= 44 && height >= 44;
})"#;

/// Is anything wider than the screen?
const NO_SIDEWAYS: &str = "document.documentElement.scrollWidth <= innerWidth";

fn assert_fits(tab: &Tab, what: &str, (width, height): (u32, u32)) {
    let at = format!("{what} at {width}×{height}");
    assert!(tab.evaluate::<bool>(BUTTONS_SHOWN), "both buttons are shown, {at}");
    assert!(tab.evaluate::<bool>(NO_SIDEWAYS), "nothing is wider than the screen, {at}");
}

#[test]
fn the_buttons_are_on_the_screen_at_every_size() {
    let simulator = Simulator::start(&[]);
    for size_px in SIZES_PX {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        tab.wait_for("Play is offered", |page| page.ready());
        assert_fits(&tab, "stopped", size_px);
        tab.click_button("Play");
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        assert_fits(&tab, "running", size_px);

        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
        simulator.expose_ms(2_500);
        tab.wait_for("the stop is told", |page| page.ready() && page.notices.len() == 1);
        tab.click_button("Play");
        tab.wait_for("the refusal is told as well", |page| page.ready() && page.notices.len() == 2);
        assert_fits(&tab, "with two notices", size_px);
        simulator.expose_ms(10);

        tab.click_link("Settings");
        tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
        assert!(tab.evaluate::<bool>(NO_SIDEWAYS), "nothing is wider than the screen, settings at {size_px:?}");
        tab.finish();
    }
}

#[test]
fn the_picture_is_shown_whole_at_every_size() {
    let simulator = Simulator::start(&["--auto-start", "--width", "1920", "--height", "1200", "--fps", "5"]);
    for size_px in SIZES_PX {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        let (inside, undistorted, width_px): (bool, bool, f64) = tab.evaluate(
            "(() => {
                const canvas = document.querySelector('.live-view canvas');
                const {left, top, right, bottom, width, height} = canvas.getBoundingClientRect();
                return [
                    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
                    getComputedStyle(canvas).objectFit === 'contain',
                    Math.min(width / canvas.width, height / canvas.height) * canvas.width,
                ];
            })()",
        );
        assert!(inside && undistorted, "inside {inside}, undistorted {undistorted}, at {size_px:?}");
        let room_px = f64::from(size_px.0.min(size_px.1));
        assert!(width_px > 0.7 * room_px, "the picture is only {width_px} wide at {size_px:?}");
        assert_fits(&tab, "a large picture", size_px);
        tab.finish();
    }
}
