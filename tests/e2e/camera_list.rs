//! Backends without a camera, and with many.

use crate::harness::{Profile, Simulator, Tab, Visit};
use crate::layout::{SIDEWAYS, assert_no_complaints};

const SIZES_PX: [(u32, u32); 5] = [(1440, 900), (1280, 800), (740, 360), (390, 844), (360, 740)];

/// Which of the panel's fields and buttons are cut off at a side, or can't be on the screen together with the panel's
/// beginning where the window is not a low one.
const FIELDS: &str = r#"(() => {
    const panel = document.querySelector(".camera");
    const {top, left, right} = panel.getBoundingClientRect();
    const room = HEIGHT < 500 ? Infinity : HEIGHT - document.querySelector(".bar").getBoundingClientRect().height;
    const list = panel.querySelector(".camera-buttons").getBoundingClientRect();
    const fields = [...panel.querySelectorAll("input, .camera-buttons, [data-name=jpeg], [data-name=binary]")]
        .filter((it) => it.offsetParent !== null);
    const complaints = fields.map((it) => [it.name || it.dataset.name || it.className, it.getBoundingClientRect()])
        .filter(([, at]) => at.left < left || at.right > right + 0.5 || at.bottom - top > room)
        .map(([name, at]) => `${name} at ${at.left}, ${at.top} to ${at.right}, ${at.bottom}`);
    return fields.length < 6 ? [`only ${fields.length} fields`] : complaints;
})()"#;

fn open_panel(tab: &Tab, cameras: usize) {
    tab.wait_for("it is connected", |page| page.connected() && page.stream == "Stopped");
    tab.click_button("Camera");
    let there = format!("document.querySelectorAll('[aria-labelledby=camera-detectors] button').length === {cameras}");
    tab.wait_true("the cameras are listed", &there);
    tab.wait_true(
        "so are the formats",
        "document.querySelectorAll('[aria-labelledby=camera-formats] button').length > 1",
    );
    tab.wait_settled();
}

#[test]
fn few_and_many_cameras_leave_the_panel_its_fields() {
    for cameras in [6, 12, 300] {
        let simulator = Simulator::start(&["--cameras", &cameras.to_string()]);
        for size_px in SIZES_PX {
            let profile = Profile::new();
            let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
            open_panel(&tab, cameras);
            let what = format!("{cameras} cameras");
            assert_no_complaints(&tab, &what, SIDEWAYS, size_px);
            assert_no_complaints(&tab, &what, FIELDS, size_px);
            tab.finish();
        }
    }
}

#[test]
fn one_of_three_hundred_cameras_is_searched_chosen_and_started() {
    let simulator = Simulator::start(&["--cameras", "300"]);
    for size_px in [(1440, 900), (390, 844)] {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        open_panel(&tab, 300);
        tab.search("Search: Camera", "camera287");
        tab.wait_true(
            "it and the chosen one are left",
            "document.querySelectorAll('[aria-labelledby=camera-detectors] button').length === 2",
        );
        tab.click_button("Camera287");
        tab.click_button("Play");
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        assert_eq!(simulator.state()["active_streams"][0]["detector"], "Camera287");
        tab.click_button("Stop");
        tab.wait_for("it is stopped", |page| page.ready());
        tab.finish();
    }
}

#[test]
fn without_a_camera_play_is_off_and_why_is_said() {
    let simulator = Simulator::start(&["--cameras", "0"]);
    for size_px in SIZES_PX {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        let why = "the backend lists no camera, so Play is off";
        tab.wait_for("Play is off, and why", |page| page.offers_neither() && page.stream_note == why);
        tab.click_button("Play");
        open_panel(&tab, 0);
        let said: String = tab.evaluate(
            "(() => {
                const none = document.querySelector('.camera-none');
                return none.offsetHeight > 0 ? none.innerText : '';
            })()",
        );
        assert!(said.starts_with("None. The backend lists no camera"), "{said:?}");
        assert_no_complaints(&tab, "no camera", SIDEWAYS, size_px);
        assert_no_complaints(&tab, "no camera", FIELDS, size_px);
        tab.finish();
    }
    assert_eq!(simulator.count_requests("startLiveView"), 0);
}
