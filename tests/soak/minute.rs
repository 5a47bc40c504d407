//! One minute of it, and what was measured at its end.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use crate::SECOND;
use crate::harness::{Page, Simulator, Tab};
use crate::held_memory::{HeldMemory, painted, resident_bytes};
use crate::person;
use crate::truth::Truth;

/// Every so many minutes the backend is restarted.
const RESTART_EVERY: u32 = 10;
/// Every so many minutes the tab is hidden for a while.
const HIDE_EVERY: u32 = 7;
const HIDDEN: Duration = Duration::from_secs(20);
/// So many minutes jpeg, then so many binary, and so on: both were seen, with the buffers that each needs, when the page
/// counts as settled.
const EACH_FORMAT_MINUTES: u32 = 2;

/// What is looked at at the end of a minute.
#[derive(Clone, Copy, Debug)]
pub struct Minute {
    pub number: u32,
    format: &'static str,
    pub held: HeldMemory,
    resident_bytes: Option<u64>,
    /// In this minute.
    pub painted: u64,
    /// In this minute, frames that the page acknowledged.
    acknowledged: u64,
    pub truth: Truth,
}

impl Minute {
    pub const HEADING: &str = "| minute | format | heap MB | WebAssembly MB | resident MB | painted | acknowledged | \
        looks | wrong | neither button |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|";
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resident = self.resident_bytes.map_or("not known".to_owned(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
        let Truth { looks, wrong, neither, .. } = self.truth;
        write!(
            f,
            "| {} | {} | {:.2} | {:.2} | {resident} | {} | {} | {looks} | {wrong} | {neither} |",
            self.number,
            self.format,
            self.held.heap_bytes / 1e6,
            self.held.wasm_bytes / 1e6,
            self.painted,
            self.acknowledged,
        )
    }
}

/// What streams in this minute, counted from 1.
const fn format(number: u32) -> &'static str {
    if ((number - 1) / EACH_FORMAT_MINUTES).is_multiple_of(2) { "jpeg" } else { "binary" }
}

/// The page and the backend, for as long as it takes.
pub struct Soak {
    simulator: Simulator,
    tab: Tab,
    painted: u64,
    acknowledged: u64,
}

impl Soak {
    pub const fn new(simulator: Simulator, tab: Tab) -> Self {
        Self { simulator, tab, painted: 0, acknowledged: 0 }
    }

    /// Lets a minute pass.
    pub fn minute(&mut self, number: u32) -> Minute {
        let begun = Instant::now();
        let mut truth = Truth::default();
        if number == 1 || format(number) != format(number - 1) {
            self.stream(number);
        }
        if number.is_multiple_of(RESTART_EVERY) {
            self.restart(number);
        }
        person::uses_a_panel(&self.tab, number);
        person::looks_closer(&self.tab);
        if number.is_multiple_of(HIDE_EVERY) {
            self.tab.hide();
            thread::sleep(HIDDEN);
            self.tab.show();
            self.tab.wait_for("Stop is offered again", Page::offers_stop);
        }
        while begun.elapsed() < Duration::from_secs(60) {
            truth.look(&self.tab, &self.simulator);
            thread::sleep(SECOND);
        }
        self.measure(number, truth)
    }

    pub fn finish(self) {
        self.tab.finish();
    }

    /// Somebody else starts the stream, in place of the one that runs.
    fn stream(&self, number: u32) {
        if self.simulator.streams() {
            self.simulator.stop_stream();
            self.tab.wait_for("Play is offered", Page::offers_play);
        }
        if format(number) == "jpeg" {
            self.simulator.start_stream();
        } else {
            self.simulator.start_binary_stream();
        }
        self.tab.wait_for("Stop is offered", Page::offers_stop);
    }

    fn restart(&mut self, number: u32) {
        self.simulator.kill();
        thread::sleep(8 * SECOND);
        self.simulator.restart(&[]);
        self.acknowledged = 0;
        self.tab.wait_for("the page knows", Page::ready);
        self.stream(number);
    }

    fn measure(&mut self, number: u32, truth: Truth) -> Minute {
        let (painted, acknowledged) = (painted(&self.tab), self.acknowledgements());
        let minute = Minute {
            number,
            format: format(number),
            held: HeldMemory::of(&self.tab),
            resident_bytes: resident_bytes(),
            painted: painted.saturating_sub(self.painted),
            acknowledged: acknowledged.saturating_sub(self.acknowledged),
            truth,
        };
        (self.painted, self.acknowledged) = (painted, acknowledged);
        minute
    }

    /// Of all sockets that the page had with this backend.
    fn acknowledgements(&self) -> u64 {
        self.simulator.clients().iter().map(|client| client.acks_received).sum()
    }
}
