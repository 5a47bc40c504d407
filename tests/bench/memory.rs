//! What a page holds on to while it streams for a long time.

use std::thread;
use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::{Simulator, StaticServer, Tab};
use crate::pair::Subject;
use crate::plan::Plan;
use crate::session::Session;

/// What counts as the heap, of `Runtime.getHeapUsage`. Older browsers tell the first alone.
const PARTS: [&str; 3] = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];

const WASM_BYTES: &str = "gauges.memory.buffer.byteLength";

/// Memory in the course of a stream.
#[derive(Debug, Serialize)]
pub struct Memory {
    pub looks: Vec<Look>,
    /// Frames painted in all.
    pub painted: u64,
}

/// What the page and its workers hold at one moment, garbage collected.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Look {
    pub after_s: f64,
    /// JavaScript's objects, what the browser keeps for them, and array buffers.
    pub heap_bytes: f64,
    /// Of each WebAssembly instance. It never shrinks.
    pub wasm_bytes: f64,
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
        Look::at(&session.tab, begun)
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
        self.last().total_bytes() - self.first().total_bytes()
    }
}

impl Look {
    fn at(tab: &Tab, begun: Instant) -> Self {
        tab.call("HeapProfiler.collectGarbage", json!({}));
        tab.call_workers("HeapProfiler.collectGarbage", &json!({}));
        let mut heaps = tab.call_workers("Runtime.getHeapUsage", &json!({}));
        heaps.push(tab.call("Runtime.getHeapUsage", json!({})));
        let mut wasm_bytes: Vec<f64> = tab.evaluate_in_workers(WASM_BYTES);
        wasm_bytes.push(tab.evaluate(WASM_BYTES));
        Self {
            after_s: begun.elapsed().as_secs_f64(),
            heap_bytes: heaps.iter().map(heap_bytes).sum(),
            wasm_bytes: wasm_bytes.iter().sum(),
        }
    }

    pub fn total_bytes(self) -> f64 {
        self.heap_bytes + self.wasm_bytes
    }
}

fn heap_bytes(heap: &Value) -> f64 {
    let bytes = PARTS.into_iter().filter_map(|part| heap[part].as_f64()).sum();
    assert!(bytes > 0.0, "the browser tells no size of the heap, but {heap}");
    bytes
}
