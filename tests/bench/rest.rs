//! The cost of a page that is connected while nothing streams.

use std::thread;

use serde::Serialize;

use crate::harness::{Simulator, StaticServer};
use crate::pair::{Pair, Subject};
use crate::plan::Plan;
use crate::session::Session;
use crate::usage::Usage;

/// A page at rest.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rest {
    pub usage: Usage,
    /// REST calls.
    pub requests_per_minute: f64,
}

/// Each page at rest, after a stream that has ended.
pub fn measure(plan: &Plan, bare: &StaticServer) -> Pair<Rest> {
    let simulator = Simulator::start(&[]);
    Pair::measure(Subject::Lockstep, |subject| {
        eprintln!("at rest: {subject:?}");
        let session = Session::open(subject, &simulator, bare);
        simulator.start_stream();
        session.wait_painted(20);
        simulator.stop_stream();
        if subject == Subject::Lockstep {
            session.tab.wait_for("the stop is shown", |page| page.ready());
        }
        thread::sleep(plan.settling);
        let before = simulator.count_requests("");
        let usage = session.measure(plan.rest);
        let requests = simulator.count_requests("") - before;
        assert_eq!(usage.painted, 0, "{subject:?} rests");
        session.finish();
        Rest { usage, requests_per_minute: requests as f64 * 60.0 / usage.seconds }
    })
}
