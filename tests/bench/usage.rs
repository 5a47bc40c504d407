//! What a page used in some time, from two readings.

use std::collections::HashMap;
use std::time::Instant;

use serde::Serialize;

/// Counters of one moment. CPU times count from a process's or thread's start.
pub struct Reading {
    pub at: Instant,
    pub main_thread_ms: f64,
    pub renderer_ms: f64,
    /// Of each of the browser's processes, by its number.
    pub processes_ms: HashMap<u64, f64>,
    pub painted: u64,
    pub acknowledged: u64,
}

/// What happened between two readings.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Usage {
    pub seconds: f64,
    /// CPU time of the page's main thread.
    pub main_thread_ms: f64,
    /// CPU time of all threads of the page's renderer process.
    pub renderer_ms: f64,
    /// CPU time of all of the browser's processes: network, compositing and the browser itself as well.
    pub browser_ms: f64,
    /// Frames that were drawn to the canvas.
    pub painted: u64,
    /// Frames that came to the page and that it acknowledged, painted or not.
    pub acknowledged: u64,
}

impl Reading {
    pub fn since(&self, before: &Self) -> Usage {
        // A process that began in between counts from its beginning; what one that ended used is lost.
        let used = |(number, ms): (&u64, &f64)| ms - before.processes_ms.get(number).unwrap_or(&0.0);
        Usage {
            seconds: self.at.duration_since(before.at).as_secs_f64(),
            main_thread_ms: self.main_thread_ms - before.main_thread_ms,
            renderer_ms: self.renderer_ms - before.renderer_ms,
            browser_ms: self.processes_ms.iter().map(used).sum(),
            painted: self.painted - before.painted,
            acknowledged: self.acknowledged - before.acknowledged,
        }
    }
}

impl Usage {
    pub fn painted_per_second(&self) -> f64 {
        self.painted as f64 / self.seconds
    }

    /// Frames a second that came and were not painted, because a newer one overtook them. What is acknowledged between
    /// two looks at the counters blurs it by a frame or two.
    pub fn dropped_per_second(&self) -> f64 {
        self.acknowledged.saturating_sub(self.painted) as f64 / self.seconds
    }

    pub fn main_thread_ms_per_frame(&self) -> f64 {
        self.main_thread_ms / self.painted as f64
    }

    pub fn renderer_ms_per_frame(&self) -> f64 {
        self.renderer_ms / self.painted as f64
    }

    pub fn browser_ms_per_frame(&self) -> f64 {
        self.browser_ms / self.painted as f64
    }

    pub fn main_thread_ms_per_second(&self) -> f64 {
        self.main_thread_ms / self.seconds
    }

    pub fn renderer_ms_per_second(&self) -> f64 {
        self.renderer_ms / self.seconds
    }
}
