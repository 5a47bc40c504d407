//! One page, connected to a simulator, with its gauges.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::chromium::connection;
use crate::harness::{Allowed, Level, Profile, Simulator, StaticServer, Tab, Visit};
use crate::held_memory::{self, GAUGES};
use crate::pair::Subject;
use crate::usage::{Reading, Usage};

/// A page in a tab and a profile of its own. It is the only page that is open, and the simulator's only client.
pub struct Session<'a> {
    pub tab: Tab,
    _profile: Profile,
    simulator: &'a Simulator,
}

impl<'a> Session<'a> {
    /// Opens the page and waits until it is connected.
    pub fn open(subject: Subject, simulator: &'a Simulator, bare: &StaticServer) -> Self {
        let url = match subject {
            Subject::Lockstep => simulator.url(),
            Subject::Bare => format!("{}bare.html?backend={}", bare.url(), simulator.url()),
        };
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { before: GAUGES, before_in_workers: GAUGES, ..Visit::to(&url) });
        // The stream is started and stopped from outside here.
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
        tab.call("Performance.enable", json!({}));
        // What the tests listen to would cost the page that has more of it more.
        for domain in ["DOM", "Log"] {
            tab.call(&format!("{domain}.disable"), json!({}));
        }
        let session = Self { tab, _profile: profile, simulator };
        session.tab.wait_outside("the page is connected", || simulator.connected_clients() == 1);
        session
    }

    /// Waits until the page has painted this many frames in all.
    pub fn wait_painted(&self, frames: u64) {
        self.tab.wait_outside("frames are painted", || self.painted() >= frames);
    }

    /// What the page uses from now on, for this long.
    pub fn measure(&self, time: Duration) -> Usage {
        let before = self.read();
        thread::sleep(time);
        self.read().since(&before)
    }

    /// Frames painted so far, by the page or by its workers.
    pub fn painted(&self) -> u64 {
        held_memory::painted(&self.tab)
    }

    /// Closes the page; fails when its console has something unexpected.
    pub fn finish(self) {
        self.tab.finish();
        let gone = || self.simulator.connected_clients() == 0;
        assert!(crate::harness::wait_until(Duration::from_secs(15), gone), "the page is closed, but not its socket");
    }

    fn read(&self) -> Reading {
        let metrics = Metrics::of(&self.tab);
        Reading {
            at: Instant::now(),
            main_thread_ms: metrics.seconds("ThreadTime") * 1_000.0,
            renderer_ms: metrics.seconds("ProcessTime") * 1_000.0,
            processes_ms: processes_ms(),
            painted: self.painted(),
            acknowledged: self.acknowledged(),
        }
    }

    /// Acknowledgements that the simulator got from this page.
    fn acknowledged(&self) -> u64 {
        let clients = self.simulator.clients();
        clients.iter().find(|client| client.disconnected_at_ms.is_none()).unwrap().acks_received
    }
}

/// `Performance.getMetrics` of a tab.
struct Metrics(HashMap<String, f64>);

impl Metrics {
    fn of(tab: &Tab) -> Self {
        let answer = tab.call("Performance.getMetrics", json!({}));
        let entry = |metric: &Value| Some((metric["name"].as_str()?.to_owned(), metric["value"].as_f64()?));
        Self(answer["metrics"].as_array().into_iter().flatten().filter_map(entry).collect())
    }

    fn seconds(&self, name: &str) -> f64 {
        *self.0.get(name).unwrap_or_else(|| panic!("the browser tells no {name}, but {:?}", self.0.keys()))
    }
}

/// CPU time of each of the browser's processes.
fn processes_ms() -> HashMap<u64, f64> {
    let answer = connection().call(None, "SystemInfo.getProcessInfo", json!({})).unwrap();
    let entry = |process: &Value| Some((process["id"].as_u64()?, process["cpuTime"].as_f64()? * 1_000.0));
    answer["processInfo"].as_array().into_iter().flatten().filter_map(entry).collect()
}
