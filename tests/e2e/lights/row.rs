//! The row of one light in the panel, and what it says.

use std::time::{Duration, Instant};

use crate::harness::{Allowed, Level, Profile, Simulator, Tab};

/// With the panel open each light is asked for every 5 s; the rest is for the round trip and a busy machine.
pub const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(5_000 + 4_000);
/// The button that switches all of them off, where there is one.
pub const ALL_OFF: &str = "document.querySelector('.lights-off')";

/// What somebody else did is a drift, and written down.
const DRIFT: &str = "[Light ";

/// What the row of a light says: its state, whether that is vouched for, and its value.
pub fn row(name: &str) -> String {
    let row = format!("document.querySelector('.light[data-name={name}]')");
    format!(
        "(() => {{
            const row = {row};
            const state = row?.querySelector('.light-state');
            return row === null ? '' : [state.textContent, state.dataset.verified, row.querySelector('input')?.value].join(' ');
        }})()"
    )
}

pub fn wait_row(tab: &Tab, name: &str, says: &str) {
    tab.wait_true(&format!("{name} says {says}"), &format!("{} === '{says}'", row(name)));
}

/// The same, within a time.
pub fn wait_row_within(tab: &Tab, limit: Duration, name: &str, says: &str) {
    let begun = Instant::now();
    wait_row(tab, name, says);
    let took = begun.elapsed();
    assert!(took < limit, "{name} says {says} after {took:?}{}", tab.report());
}

pub fn open_lights(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Warn, DRIFT));
    tab.wait_for("the stream is known", |page| page.running() || page.ready());
    tab.click_button("Lights");
    tab
}

pub fn shown_value(tab: &Tab, name: &str) -> f64 {
    let text: String = tab.evaluate(&format!("document.querySelector('.light[data-name={name}] input').value"));
    text.parse().unwrap()
}

/// A tab whose panel is open, and in which the first light was switched on at 500.
pub fn lit(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = open_lights(profile, simulator);
    wait_row(&tab, "LED", "Off true 0");
    tab.write_and_enter("LED: value", "500");
    tab.click_switch("LED");
    wait_row(&tab, "LED", "On true 500");
    tab
}
