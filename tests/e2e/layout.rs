//! The page fits: on a phone and on a large screen, with notices and without.

use serde_json::Value;

use crate::harness::{Allowed, Level, Profile, Simulator, Tab, Visit};

const SIZES_PX: [(u32, u32); 4] = [(360, 740), (740, 360), (1440, 900), (1920, 1080)];

/// What is wrong with the buttons: off the screen without scrolling, covered, too small for a finger; and with the
/// page: wider than the screen.
const COMPLAINTS: &str = r#"(() => {
    const complaints = ["Play", "Stop", "Record"].flatMap((name) => {
        const button = document.querySelector(`button[aria-label="${name}"]`);
        const {left, top, right, bottom, width, height} = button.getBoundingClientRect();
        const on_top = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const at = `${name} at ${left}, ${top} to ${right}, ${bottom}`;
        return [
            left >= 0 && top >= 0 && right <= WIDTH && bottom <= HEIGHT ? [] : [`${at} is off the screen`],
            button.contains(on_top) ? [] : [`${at} is covered by ${on_top?.outerHTML.slice(0, 80)}`],
            width >= 44 && height >= 44 ? [] : [`${at} is small`],
        ].flat();
    });
    const scrolled = scrollY === 0 ? [] : ["the page is scrolled"];
    return [...complaints, ...scrolled, ...SIDEWAYS];
})()"#;

/// Where the page is wider than the window.
pub const SIDEWAYS: &str = r#"(() => {
    const wide = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > WIDTH + 0.5);
    const {scrollWidth} = document.documentElement;
    return scrollWidth <= WIDTH ? [] : [`${scrollWidth} px wide, from ${wide.map((it) => it.outerHTML.slice(0, 80))}`];
})()"#;

fn assert_fits(tab: &Tab, what: &str, size_px: (u32, u32)) {
    assert_no_complaints(tab, what, &COMPLAINTS.replace("SIDEWAYS", SIDEWAYS), size_px);
}

/// Fails with what a script complains of, which is given the window's size as `WIDTH` and `HEIGHT`.
pub fn assert_no_complaints(tab: &Tab, what: &str, script: &str, (width, height): (u32, u32)) {
    // Not what the page thinks is its size: a phone's browser gives a page that is too wide a wider one.
    let script = script.replace("WIDTH", &width.to_string()).replace("HEIGHT", &height.to_string());
    tab.wait_settled();
    let complaints: Vec<String> = tab.evaluate(&script);
    assert!(complaints.is_empty(), "{what} at {width}×{height}: {complaints:#?}");
}

/// All panels; the snap is the last one open.
const PANELS: [&str; 7] = ["Camera", "Lights", "Histogram", "Numbers", "Log", "Recording options", "Snap"];

/// Opens a panel and waits until all of it is there.
fn open_panel(tab: &Tab, name: &str) {
    tab.click_button(name);
    let is_there = match name {
        "Camera" => {
            "document.querySelectorAll('.camera-buttons > button').length >= 4
                && document.querySelector('.camera-settings input') !== null"
        }
        "Lights" => {
            "document.querySelectorAll('.light').length > 0 && [...document.querySelectorAll('.light')].every((it) =>
                it.querySelector('.light-state').dataset.verified === 'true' && it.querySelector('input') !== null)"
        }
        _ => "document.querySelector('.panel').children.length > 0",
    };
    tab.wait_true("the panel is there", is_there);
    tab.wait_settled();
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
        for panel in ["Camera", "Histogram"] {
            open_panel(&tab, panel);
            // What was opened has come into view.
            tab.evaluate::<Value>("scrollTo(0, 0)");
            assert_fits(&tab, panel, size_px);
        }
        tab.click_button("Histogram");
        tab.evaluate::<Value>("scrollTo(0, 0)");

        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
        simulator.expose_ms(2_500);
        tab.wait_for("the stop is told", |page| page.ready() && page.notices.len() == 1);
        tab.click_button("Play");
        tab.wait_for("the refusal is told as well", |page| page.ready() && page.notices.len() == 2);
        assert_fits(&tab, "with two notices", size_px);
        simulator.expose_ms(10);

        tab.click_link("Settings");
        tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
        tab.write(
            "Backend address",
            "ftp://an-address-that-is-much-longer-than-a-phone-is-wide.example.org:8001/imswitch",
        );
        tab.click_button("Test and save");
        tab.wait_true("it is refused", "document.querySelector('#backend-hint').textContent.includes('no address')");
        assert_no_complaints(&tab, "the settings", SIDEWAYS, size_px);
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
        tab.wait_picture_size_px((1920, 1200));
        tab.wait_settled();
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

/// Windows that the layouts meet in: phones upright and lying, a window dragged small, a page zoomed to 400 %.
const ODD_SIZES_PX: [(u32, u32); 11] = [
    (320, 568),
    (320, 180),
    (390, 844),
    (543, 479),
    (544, 480),
    (600, 300),
    (600, 400),
    (640, 480),
    (641, 481),
    (740, 200),
    (1248, 600),
];

/// What is wrong with the bar: more than its share of the window, or something shows below it; and with the buttons
/// under the picture: nothing on them that is seen.
const BAR_AND_TOOLS: &str = r#"(() => {
    const bar = document.querySelector(".bar").getBoundingClientRect();
    const part = Math.min(bar.height / HEIGHT, bar.width / WIDTH);
    const below = document.elementFromPoint(WIDTH / 2, HEIGHT - 1);
    const is_bar = below.closest(".bar") !== null || bar.width < WIDTH;
    const blank = [...document.querySelectorAll(".view-tool")].filter((it) =>
        ![...it.children].some((child) => child.getBoundingClientRect().width >= 10));
    return [
        part <= 0.5 ? [] : [`the bar takes ${bar.width} × ${bar.height}`],
        is_bar ? [] : [`below the bar: ${below.outerHTML.slice(0, 80)}`],
        blank.map((it) => `blank: ${it.ariaLabel}`),
    ].flat();
})()"#;

/// Where the panel is not seen to its end, though it would fit, or is not seen from its beginning.
const PANEL: &str = r#"(() => {
    const bar = document.querySelector(".bar").getBoundingClientRect();
    const end = bar.width < WIDTH ? HEIGHT : bar.top;
    const {top, bottom, height} = document.querySelector(".panel").getBoundingClientRect();
    const seen = bottom <= end + 1 || (height > end && top < end / 2);
    return seen ? [] : [`the panel is at ${top} to ${bottom}, the bar at ${end}`];
})()"#;

/// Where notices cover the panel.
const BEHIND_NOTICES: &str = r#"(() => {
    const {left, right, top} = document.querySelector(".panel").getBoundingClientRect();
    const over = [left + 9, right - 9].map((x) => document.elementFromPoint(x, top + 30));
    return over.filter((it) => it.closest(".panel-place") === null).map((it) => `over it: ${it.outerHTML.slice(0, 80)}`);
})()"#;

#[test]
fn small_and_low_windows_have_whole_buttons_and_a_bar_that_leaves_room() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit { size_px: ODD_SIZES_PX[0], ..Visit::to(&simulator.url()) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    for size_px in ODD_SIZES_PX {
        tab.resize(size_px.0, size_px.1);
        assert_fits(&tab, "running", size_px);
        assert_no_complaints(&tab, "bar and tools", BAR_AND_TOOLS, size_px);
    }
    tab.finish();
}

/// Whatever is marked as hidden is not seen, whatever else its style says.
const HIDDEN: &str = "[...document.querySelectorAll('[hidden]')].filter((it) => it.getClientRects().length > 0)
    .map((it) => it.outerHTML.slice(0, 80))";

#[test]
fn what_is_hidden_is_not_seen() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    for panel in PANELS {
        open_panel(&tab, panel);
        let seen: Vec<String> = tab.evaluate(HIDDEN);
        assert!(seen.is_empty(), "with {panel}: {seen:#?}");
    }
    tab.finish();
}

#[test]
fn an_opened_panel_and_a_snaps_preview_come_into_view() {
    let simulator = Simulator::start(&["--auto-start", "--snap-ms", "100"]);
    for size_px in [(390, 844), (360, 740), (740, 360), (1440, 900)] {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        for panel in PANELS {
            tab.evaluate::<Value>("scrollTo(0, 0)");
            open_panel(&tab, panel);
            assert_no_complaints(&tab, panel, PANEL, size_px);
        }
        tab.click_button("Take snap");
        tab.wait_true("the preview is there", "document.querySelector('.snap img').naturalWidth > 0");
        let covered = PANEL.replace(".panel", ".snap-preview");
        assert_no_complaints(&tab, "the preview", &covered, size_px);
        tab.finish();
    }
}

#[test]
fn beside_a_wide_stage_a_panel_does_not_shrink_the_picture() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    // It is told that somebody else started the stream.
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    for size_px in [(1280, 800), (1440, 900), (1920, 1080)] {
        tab.resize(size_px.0, size_px.1);
        tab.wait_settled();
        let scale = || readout_zoom(&tab);
        let before = scale();
        for panel in PANELS {
            open_panel(&tab, panel);
            tab.wait_settled();
            assert_eq!(scale(), before, "with {panel}, at {size_px:?}");
            assert_fits(&tab, panel, size_px);
            assert_no_complaints(&tab, panel, PANEL, size_px);
            assert_no_complaints(&tab, panel, BEHIND_NOTICES, size_px);
        }
        tab.click_button("Snap");
    }
    tab.finish();
}

fn readout_zoom(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.readout-zoom').textContent")
}

#[test]
fn a_wide_stage_is_as_wide_as_what_stands_under_it() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit { size_px: (1440, 900), ..Visit::to(&simulator.url()) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab.wait_settled();
    const ENDS: &str =
        "['.live-view-stage', '.view-row'].map((it) => document.querySelector(it).getBoundingClientRect())
        .map(({left, right}) => [left, right])";
    let [stage, row]: [(f64, f64); 2] = tab.evaluate(ENDS);
    assert_eq!(stage, row);
    tab.finish();
}

#[test]
fn an_empty_part_of_the_status_takes_no_room() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    // Firefox makes the line higher for it, so that the picture jumps with each change of state.
    let wide: Vec<String> = tab.evaluate(
        "[...document.querySelectorAll('.status-line span')].filter((it) => !it.textContent.trim()).filter((it) => {
            const {marginInlineStart, marginInlineEnd, display} = getComputedStyle(it);
            return display === 'inline' && [marginInlineStart, marginInlineEnd].some((it) => it !== '0px');
        }).map((it) => it.className)",
    );
    assert!(wide.is_empty(), "{wide:?}");
    tab.finish();
}
