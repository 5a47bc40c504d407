//! How long everything is measured.

use std::time::Duration;

/// A benchmark's times.
pub struct Plan {
    /// Shortened to see whether everything works; the figures mean little.
    pub quick: bool,
    /// How often each page is loaded with a cold cache, over each network.
    pub loads: usize,
    /// How often Lighthouse looks at the page as on a computer, and as on a phone.
    pub lighthouse_runs: usize,
    /// How long a page streams before it is measured: code is compiled for speed meanwhile, which at 20 frames a
    /// second takes WebAssembly some 8 s.
    pub warm_up: Duration,
    /// How long each page is measured at each size and rate.
    pub streaming: Duration,
    /// How long a page is left alone after a stream before it is at rest: some 10 s later, the browser gives back the
    /// memory that the stream took, which costs the main thread 60 ms once.
    pub settling: Duration,
    /// How long each page is measured at rest.
    pub rest: Duration,
    /// The time between two looks at the memory, and before the first.
    pub memory_step: Duration,
    /// How often the memory is looked at.
    pub memory_looks: u32,
}

impl Plan {
    /// About 20 minutes, 10 of them for the memory.
    pub const fn full() -> Self {
        Self {
            quick: false,
            loads: 7,
            lighthouse_runs: 3,
            warm_up: Duration::from_secs(8),
            streaming: Duration::from_secs(6),
            settling: Duration::from_secs(20),
            rest: Duration::from_secs(30),
            memory_step: Duration::from_secs(60),
            memory_looks: 10,
        }
    }

    /// Under 3 minutes.
    pub const fn quick() -> Self {
        Self {
            quick: true,
            loads: 3,
            lighthouse_runs: 1,
            warm_up: Duration::from_millis(500),
            streaming: Duration::from_secs(1),
            settling: Duration::from_millis(500),
            rest: Duration::from_secs(6),
            memory_step: Duration::from_secs(4),
            memory_looks: 4,
        }
    }
}
