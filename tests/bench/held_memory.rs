//! What a page and its workers hold, and what they have painted.

use std::fs;

use serde::Serialize;
use serde_json::{Value, json};

use crate::harness::Tab;
use crate::harness::chromium::connection;

/// Counts what a page or a worker paints, and knows its WebAssembly's memory. Runs before anything of theirs.
pub const GAUGES: &str = include_str!("gauges.js");

/// What counts as the heap, of `Runtime.getHeapUsage`. Older browsers tell the first alone.
const PARTS: [&str; 3] = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];

const WASM_BYTES: &str = "gauges.memory.buffer.byteLength";

/// What the page and its workers hold at one moment, garbage collected. The page has [`GAUGES`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HeldMemory {
    /// JavaScript's objects, what the browser keeps for them, and array buffers.
    pub heap_bytes: f64,
    /// Of each WebAssembly instance. It never shrinks.
    pub wasm_bytes: f64,
}

impl HeldMemory {
    pub fn of(tab: &Tab) -> Self {
        // What whoever listens is told of the console is kept for them, with the objects in it and the stack behind it.
        tab.call("Runtime.discardConsoleEntries", json!({}));
        tab.call_workers("Runtime.discardConsoleEntries", &json!({}));
        tab.call("HeapProfiler.collectGarbage", json!({}));
        tab.call_workers("HeapProfiler.collectGarbage", &json!({}));
        let mut heaps = tab.call_workers("Runtime.getHeapUsage", &json!({}));
        heaps.push(tab.call("Runtime.getHeapUsage", json!({})));
        let mut wasm_bytes: Vec<f64> = tab.evaluate_in_workers(WASM_BYTES);
        wasm_bytes.push(tab.evaluate(WASM_BYTES));
        Self { heap_bytes: heaps.iter().map(heap_bytes).sum(), wasm_bytes: wasm_bytes.iter().sum() }
    }

    pub fn total_bytes(self) -> f64 {
        self.heap_bytes + self.wasm_bytes
    }
}

/// Frames that a page with [`GAUGES`] has painted so far, by itself or by its workers.
pub fn painted(tab: &Tab) -> u64 {
    let by_workers = tab.evaluate_in_workers::<u64>("gauges.painted").into_iter();
    tab.evaluate::<u64>("gauges.painted") + by_workers.sum::<u64>()
}

/// The resident size of the browser's largest page process, in bytes; `None` where the system does not tell.
pub fn resident_bytes() -> Option<u64> {
    let answer = connection().call(None, "SystemInfo.getProcessInfo", json!({})).ok()?;
    let processes = answer["processInfo"].as_array()?;
    let pages = processes.iter().filter(|process| process["type"] == "renderer");
    pages.filter_map(|process| resident_bytes_of(process["id"].as_u64()?)).max()
}

/// As Linux tells it.
fn resident_bytes_of(process: u64) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn heap_bytes(heap: &Value) -> f64 {
    let bytes = PARTS.into_iter().filter_map(|part| heap[part].as_f64()).sum();
    assert!(bytes > 0.0, "the browser tells no size of the heap, but {heap}");
    bytes
}
