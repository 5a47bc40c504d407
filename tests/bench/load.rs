//! Loading the page: how large its files are, and how long until the right button is offered.

use serde::Serialize;

use crate::harness::{Dist, Profile, Simulator, StaticServer, Tab, Visit};
use crate::held_memory::GAUGES;
use crate::network::Network;
use crate::pair::{Pair, Subject};
use crate::plan::Plan;
use crate::site::Site;

/// A slow Wi-Fi.
const SLOW: Network = Network { bits_per_second: 5_000_000, round_trip_ms: 50 };

/// Size and times of the page's loading, with a backend that streams.
#[derive(Debug, Serialize)]
pub struct Load {
    pub dist: Dist,
    /// Nothing between browser and server but this machine.
    pub local: Pair<Times>,
    pub slow: Network,
    /// Over the slow network, the files in brotli.
    pub slow_compressed: Pair<Times>,
    /// Over the slow network, the files as ImSwitch serves them: as they are.
    pub slow_uncompressed: Pair<Times>,
}

/// From navigation to what a person waits for, each time with a cold cache, shortest first.
#[derive(Clone, Debug, Serialize)]
pub struct Times {
    pub ms: Vec<f64>,
    pub median_ms: f64,
}

/// Loads both pages again and again.
pub fn measure(plan: &Plan, bare: &StaticServer) -> Load {
    let simulator = Simulator::start(&["--auto-start"]);
    let backend = format!("?backend={}", simulator.url());
    let uncompressed = Pair { lockstep: simulator.url(), bare: format!("{}bare.html{backend}", bare.url()) };
    let local = times(plan, "this machine", &uncompressed, None);
    let slow_uncompressed = times(plan, "slow network, uncompressed", &uncompressed, Some(SLOW));
    let dist = Dist::read();
    let site = Site::start(&dist);
    let compressed =
        Pair { lockstep: format!("{}{backend}", site.url()), bare: format!("{}bare.html{backend}", site.url()) };
    let slow_compressed = times(plan, "slow network, compressed", &compressed, Some(SLOW));
    Load { dist, local, slow: SLOW, slow_compressed, slow_uncompressed }
}

fn times(plan: &Plan, what: &str, urls: &Pair<String>, network: Option<Network>) -> Pair<Times> {
    Pair::measure(Subject::Bare, |subject| {
        eprintln!("loading, {what}: {subject:?}");
        let url = match subject {
            Subject::Lockstep => &urls.lockstep,
            Subject::Bare => &urls.bare,
        };
        Times::of((0..plan.loads).map(|_| ready_after_ms(url, network)).collect())
    })
}

fn ready_after_ms(url: &str, network: Option<Network>) -> f64 {
    // A new profile has an empty cache.
    let profile = Profile::new();
    let before = format!("{GAUGES}\n{}", include_str!("stopwatch.js"));
    let calls: Vec<_> = network.into_iter().flat_map(Network::calls).collect();
    let tab = Tab::visit(&profile, &Visit { before: &before, calls: &calls, ..Visit::to(url) });
    tab.wait_true("the page is ready", "gauges.readyAt_ms !== null");
    let ready_after_ms = tab.evaluate("gauges.readyAt_ms");
    tab.finish();
    ready_after_ms
}

impl Times {
    fn of(mut ms: Vec<f64>) -> Self {
        ms.sort_by(f64::total_cmp);
        let median_ms = ms[ms.len() / 2];
        Self { ms, median_ms }
    }

    /// `0.76 s (0.75 to 0.81)`
    pub fn text(&self) -> String {
        let [median_s, shortest_s, longest_s] =
            [self.median_ms, self.ms[0], self.ms[self.ms.len() - 1]].map(|ms| ms / 1e3);
        format!("{median_s:.2} s ({shortest_s:.2} to {longest_s:.2})")
    }
}
