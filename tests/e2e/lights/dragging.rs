//! Sliders that are dragged.

use std::time::Instant;

use serde_json::json;

use super::row::{POLL_AND_ROUND_TRIP, lit, open_lights, row, shown_value, wait_row, wait_row_within};
use crate::harness::{Allowed, Light, Profile, Simulator, Tab};

/// The mouse at a slider, which it holds.
struct Drag<'a> {
    tab: &'a Tab,
    x: f64,
    y: f64,
}

impl<'a> Drag<'a> {
    /// Presses the mouse on the middle of a light's slider.
    fn begin(tab: &'a Tab, light: &str) -> Self {
        let (x, y) = tab.slider(&format!("{light}: value, slider"));
        let drag = Self { tab, x, y };
        drag.mouse("mousePressed");
        drag
    }

    fn mouse(&self, kind: &str) {
        let event = json!({"type": kind, "x": self.x, "y": self.y, "button": "left", "buttons": 1, "clickCount": 1});
        self.tab.call("Input.dispatchMouseEvent", event);
    }

    /// Moves it to the right, in small steps.
    fn by(mut self, px: f64) -> Self {
        const STEPS: u32 = 15;
        for _ in 0..STEPS {
            self.x += px / f64::from(STEPS);
            self.mouse("mouseMoved");
        }
        self
    }

    fn end(self) {
        self.mouse("mouseReleased");
    }
}

#[test]
fn a_slider_that_is_dragged_sends_few_values_and_the_last_one() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    let begun = Instant::now();
    Drag::begin(&tab, "LED").by(60.0).end();
    let value = shown_value(&tab, "LED");
    assert!((20_000.0..32_767.0).contains(&value), "{value}");
    tab.wait_outside("the backend has the last value", || simulator.light("LED").value == value);
    wait_row(&tab, "LED", &format!("Off true {value}"));
    let (sent, seconds) = (simulator.count_requests("setLaserValue"), begun.elapsed().as_secs_f64());
    assert!(sent as f64 <= 5.0 * seconds + 2.0, "{sent} values in {seconds} s");
    tab.finish();
}

#[test]
fn two_tabs_follow_each_other_and_two_people_at_one_slider_end_with_what_the_backend_has() {
    let simulator = Simulator::start(&[]);
    let profiles = [Profile::new(), Profile::new()];
    let tabs = profiles.each_ref().map(|profile| open_lights(profile, &simulator));
    let [a, b] = &tabs;
    for tab in &tabs {
        wait_row(tab, "LED", "Off true 0");
    }
    a.click_switch("LED");
    wait_row(a, "LED", "On true 0");
    wait_row_within(b, POLL_AND_ROUND_TRIP, "LED", "On true 0");

    let half_way = Drag::begin(a, "LED").by(-20.0);
    Drag::begin(b, "LED").by(50.0).end();
    half_way.by(-20.0).end();
    let has = || simulator.light("LED").value;
    a.wait_outside("both show what the backend has", || {
        let value = has();
        tabs.iter().all(|tab| shown_value(tab, "LED") == value)
    });
    b.click_switch("LED");
    wait_row_within(a, POLL_AND_ROUND_TRIP, "LED", &format!("Off true {}", has()));
    tabs.into_iter().for_each(Tab::finish);
}

#[test]
fn a_backend_that_is_killed_while_a_light_is_dragged_is_shown_as_it_is() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    tab.allow(Allowed::BackendDown);
    let half_way = Drag::begin(&tab, "LED").by(30.0);
    simulator.kill();
    half_way.by(30.0).end();
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    tab.wait_true("the light is not vouched for", &format!("!{}.includes(' true ')", row("LED")));
    simulator.restart(&[]);
    tab.wait_for("it is connected", |page| page.ready());
    wait_row(&tab, "LED", "Off true 0");
    assert_eq!(simulator.light("LED"), Light { on: false, value: 0.0 }, "nothing of the drag is sent afterwards");
    tab.finish();
}

#[test]
fn two_tabs_whose_backend_is_killed_while_a_light_is_dragged_show_what_it_has_then() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tabs = [lit(&profile, &simulator), open_lights(&profile, &simulator)];
    let [a, b] = &tabs;
    wait_row(b, "LED", "On true 500");
    let held = Drag::begin(a, "LED").by(30.0);
    a.wait_outside("some of it was sent", || simulator.light("LED").value != 500.0);
    for tab in &tabs {
        tab.allow(Allowed::BackendDown);
    }
    simulator.kill();
    let held = held.by(10.0);
    for tab in &tabs {
        tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
        tab.wait_true("the light is not vouched for", &format!("!{}.includes(' true ')", row("LED")));
    }
    let held = held.by(10.0);
    simulator.restart(&["--lights-on"]);
    let both_show_it = || {
        for tab in &tabs {
            wait_row(tab, "LED", &format!("On true {}", simulator.light("LED").value));
        }
    };
    both_show_it();
    // To let go is no move, so nothing is sent.
    held.end();
    let asked = || simulator.count_requests("getLaserValue?laserName=LED");
    let before = asked();
    a.wait_outside("two polls of each", || asked() >= before + 4);
    both_show_it();
    assert_eq!(simulator.count_requests("setLaser"), 0, "nothing of the drag is sent afterwards");
    // A new one is sent.
    let before = simulator.light("LED").value;
    Drag::begin(a, "LED").by(40.0).end();
    a.wait_outside("it is set", || simulator.light("LED").value != before);
    a.wait_outside("the last of it is set", || simulator.light("LED").value == shown_value(a, "LED"));
    both_show_it();
    tabs.into_iter().for_each(Tab::finish);
}
