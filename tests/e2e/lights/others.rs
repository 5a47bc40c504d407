//! What somebody else does to a light.

use std::time::{Duration, Instant};

use super::row::{ALL_OFF, POLL_AND_ROUND_TRIP, lit, open_lights, wait_row, wait_row_within};
use crate::harness::{Profile, Simulator};

/// With the panel closed every 10 s, one after the other.
const AT_REST: Duration = Duration::from_millis(2 * 10_000 + 4_000);

#[test]
fn what_somebody_else_does_to_a_light_is_found_by_the_poll() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    simulator.switch_light("LED", false);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LED", "Off true 500");
    let page = tab.page();
    assert!(page.tells("LED"), "the drift is told: {page:?}");
    simulator.dim_light("LASER", 77.0);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LASER", "Off true 77");

    // Also with the panel closed, by the button that switches it off.
    tab.click_button("Lights");
    simulator.switch_light("LASER", true);
    let begun = Instant::now();
    tab.wait_true("it can be switched off", &format!("{ALL_OFF} !== null"));
    assert!(begun.elapsed() < AT_REST, "after {:?}{}", begun.elapsed(), tab.report());
    tab.finish();
}

#[test]
fn a_light_that_is_announced_is_right_at_once() {
    let simulator = Simulator::start(&["--hardware-lights"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    let asked = || simulator.count_requests("getLaserActive?laserName=LED");
    let (before, replaced_before) = (asked(), tab.count_replaced_tries());
    simulator.switch_light("LED", true);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LED", "On true 0");
    let asked = asked() - before;
    let replaced = tab.count_replaced_tries() - replaced_before;
    assert!(asked <= 3 + replaced, "asked {asked} times{}", tab.report());
    tab.finish();
}
