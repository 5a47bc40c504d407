//! A backend that comes back has the lights that it has.

use super::row::{ALL_OFF, lit, open_lights, row, wait_row};
use crate::harness::{Allowed, Light, Profile, Simulator};

#[test]
fn a_restarted_backend_has_its_lights_off_and_they_are_shown_so() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    tab.wait_true("the light is not vouched for", &format!("{}.startsWith('On, unverified false')", row("LED")));
    simulator.restart(&[]);
    tab.wait_for("it is connected", |page| page.ready());
    wait_row(&tab, "LED", "Off true 0");
    tab.wait_true("nothing is to be switched off", &format!("{ALL_OFF} === null"));
    assert_eq!(simulator.light("LED"), Light { on: false, value: 0.0 });
    assert_eq!(simulator.count_requests("setLaser"), 0, "nothing is sent again");
    tab.finish();
}

#[test]
fn a_restarted_backend_whose_lights_are_on_is_shown_so() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LASER", "Off true 0");
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    simulator.restart(&["--lights-on"]);
    tab.wait_for("it is connected", |page| page.ready());
    tab.wait_true("the light is on", &format!("{}.startsWith('On true 10922')", row("LASER")));
    tab.wait_true("it can be switched off", &format!("{ALL_OFF} !== null"));
    assert_eq!(simulator.count_requests("setLaser"), 0);
    tab.finish();
}
