//! What happens to the backend meanwhile: somebody else's starts and stops, restarts, lost requests, by a seed.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::harness::{Random, Simulator};

/// How long the backend may take for one call, in seconds.
const CALL_LIMIT_S: u64 = 20;
/// Until then the page is loaded.
const LOADING: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(6);
const LONGEST_ABSENCE: Duration = Duration::from_secs(4);

/// How often what was done.
#[derive(Debug, Default)]
pub struct Outside {
    pub restarts: u32,
    pub changes: u32,
    pub losses: u32,
}

impl Outside {
    /// What was not done, so that nothing is proven.
    pub fn unseen(&self) -> Option<String> {
        (self.restarts == 0 || self.changes == 0).then(|| "the backend was left alone".to_owned())
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { restarts, changes, losses } = self;
        write!(f, "Meanwhile: {restarts} restarts, {changes} starts and stops by somebody else, {losses} lost requests")
    }
}

/// Troubles the backend until told to stop.
pub fn trouble(simulator: &mut Simulator, random: &mut Random, is_over: &AtomicBool) -> Outside {
    let mut outside = Outside::default();
    thread::sleep(LOADING);
    while !is_over.load(Ordering::Relaxed) {
        match random.below(10) {
            0..2 => {
                simulator.kill();
                random.pause(LONGEST_ABSENCE);
                let streams = random.below(2) == 0;
                simulator.restart(if streams { &["--auto-start"] } else { &[] });
                outside.restarts += 1;
            }
            2..4 => {
                let fault = ["cut_off", "hang"][random.below(2)];
                simulator.fault(&json!({"fault": fault, "to": {"path": "/getLiveViewActive"}, "when": {"next": 1}}));
                outside.losses += 1;
            }
            _ => {
                let call = if simulator.streams() { "stopLiveView" } else { "startLiveView" };
                // The page may do the same at the same moment, so any answer is one.
                let url = simulator.at(&format!("/imswitch/api/LiveViewController/{call}"));
                let request = if call == "startLiveView" { minreq::post(url) } else { minreq::get(url) };
                request.with_timeout(CALL_LIMIT_S).send().expect("the simulator answers");
                outside.changes += 1;
            }
        }
        random.pause(LONGEST_PAUSE);
    }
    outside
}
