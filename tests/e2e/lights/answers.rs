//! Backends without lights, and odd answers.

use super::row::{open_lights, row, wait_row};
use crate::harness::{Allowed, Answer, Profile, Simulator, Tab, to_path};

#[test]
fn a_backend_without_lights_is_told_once_and_left_alone() {
    let simulator = Simulator::start(&["--without", "lights"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Lights");
    let says = "document.querySelector('.lights').innerText";
    tab.wait_true("it is said", &format!("{says}.includes('This backend has no lights that can be set from here')"));
    let asked = simulator.count_requests("LaserController");
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    tab.wait_outside("three polls", || polls() >= before + 3);
    assert_eq!(simulator.count_requests("LaserController"), asked, "it is asked no more");
    assert!(tab.page().notices.is_empty());
    tab.finish();
}

#[test]
fn odd_answers_are_no_knowledge() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    tab.allow(Allowed::FailedRequests);
    for body in ["null", "1", "\"on\"", "[true]", r#"{"active":true}"#, "NaN"] {
        simulator.fault(&to_path("/getLaserActive", Answer::Body(body)));
        let asked = simulator.count_requests("getLaserActive?laserName=LED");
        tab.wait_outside("it was asked", || simulator.count_requests("getLaserActive?laserName=LED") >= asked + 2);
        let says: String = tab.evaluate(&row("LED"));
        assert!(says.starts_with("Off"), "{body}: {says}");
        simulator.clear_faults();
    }
    wait_row(&tab, "LED", "Off true 0");

    // The backend takes it, says so, and does nothing.
    simulator.fault(&to_path("/setLaserActive", Answer::Body("null")));
    tab.click_switch("LED");
    tab.wait_for("that is told", |page| page.tells("LED"));
    wait_row(&tab, "LED", "Off true 0");
    simulator.clear_faults();

    // A light that is gone.
    simulator.fault(&to_path("/setLaserActive", Answer::Known("server_error")));
    tab.click_switch("LED");
    tab.wait_outside("it was sent", || simulator.count_requests("setLaserActive") >= 2);
    wait_row(&tab, "LED", "Off true 0");
    tab.finish();
}
