//! What a page holds on to while it streams for a long time.

use std::thread;
use std::time::Instant;

use serde::Serialize;

use crate::harness::{Simulator, StaticServer};
use crate::held_memory::HeldMemory;
use crate::pair::Subject;
use crate::plan::Plan;
use crate::session::Session;

/// Memory in the course of a stream.
#[derive(Debug, Serialize)]
pub struct Memory {
    pub looks: Vec<Look>,
    /// Frames painted in all.
    pub painted: u64,
}

/// One moment.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Look {
    pub after_s: f64,
    #[serde(flatten)]
    pub held: HeldMemory,
}

/// Lockstep, at 20 frames of 640 × 480 a second.
pub fn measure(plan: &Plan, bare: &StaticServer) -> Memory {
    let simulator = Simulator::start(&["--auto-start"]);
    let session = Session::open(Subject::Lockstep, &simulator, bare);
    session.wait_painted(5);
    let begun = Instant::now();
    let look = |number: u32| {
        let at = begun + plan.memory_step * number;
        thread::sleep(at.saturating_duration_since(Instant::now()));
        eprintln!("memory: look {number} of {}", plan.memory_looks);
        let held = HeldMemory::of(&session.tab);
        Look { after_s: begun.elapsed().as_secs_f64(), held }
    };
    let looks = (1..=plan.memory_looks).map(look).collect();
    let painted = session.painted();
    session.finish();
    Memory { looks, painted }
}

impl Memory {
    pub fn first(&self) -> Look {
        *self.looks.first().unwrap()
    }

    pub fn last(&self) -> Look {
        *self.looks.last().unwrap()
    }

    /// How much more the last look found than the first.
    pub fn growth_bytes(&self) -> f64 {
        self.last().held.total_bytes() - self.first().held.total_bytes()
    }
}
