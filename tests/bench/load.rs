//! The first load: how many bytes, and how long until the right button is offered.

use serde::Serialize;

use crate::harness::{FirstLoad, Profile, Simulator, Tab, Visit};
use crate::plan::Plan;
use crate::session::GAUGES;

/// The first load.
#[derive(Debug, Serialize)]
pub struct Load {
    pub first: FirstLoad,
    /// From navigation to the right button on the screen, each time with a cold cache, shortest first.
    pub right_after_ms: Vec<f64>,
}

impl Load {
    pub fn median_ms(&self) -> f64 {
        self.right_after_ms[self.right_after_ms.len() / 2]
    }
}

/// Loads the page again and again while the backend streams.
pub fn measure(plan: &Plan) -> Load {
    let simulator = Simulator::start(&["--auto-start"]);
    let before = format!("{GAUGES}\n{}", include_str!("stopwatch.js"));
    let mut first = None;
    let mut right_after_ms = Vec::new();
    for number in 1..=plan.loads {
        eprintln!("first load {number} of {}", plan.loads);
        // A new profile has an empty cache.
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { before: &before, ..Visit::to(&simulator.url()) });
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        right_after_ms.push(tab.evaluate("gauges.rightAt_ms"));
        first.get_or_insert_with(|| FirstLoad::of(&tab));
        tab.finish();
    }
    right_after_ms.sort_by(f64::total_cmp);
    Load { first: first.expect("the page is loaded at least once"), right_after_ms }
}
