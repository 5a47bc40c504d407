//! A script of trouble against a real backend, and how much of the time the page was right.

mod news;
mod offers;
mod verdict;

use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{
    Allowed, Level, Look, NO_FRAME_COMES, Page, Profile, Random, Simulator, Tab, Visit, unix_ms, wait_until,
};
use news::News;
use verdict::Verdict;

/// How long the script goes on.
pub const TROUBLE: Duration = Duration::from_secs(150);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
const LONGEST_ABSENCE: Duration = Duration::from_secs(5);
/// Long enough for what is under way when the script ends.
const REST: Duration = Duration::from_secs(2);

/// What the backend did from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Running,
    Stopped,
    /// It does not answer, or is just changing.
    Unknown,
}

/// What the script did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Begin,
    /// The backend was killed, and is there again.
    Restart,
    /// The stream was started or stopped, without the page.
    Change,
    /// The next status request will be lost.
    Loss,
}

/// What was done, and what the backend did from then on.
#[derive(Clone, Copy, Debug)]
struct Turn {
    deed: Deed,
    /// Unix time in milliseconds.
    begun_ms: f64,
    /// When it was done: until then the backend did not answer, or was just changing.
    done_ms: f64,
    truth: Truth,
}

/// The script of one seed.
pub struct Trouble {
    simulator: Simulator,
    random: Random,
    turns: Vec<Turn>,
}

impl Trouble {
    pub fn new(seed: u64) -> Self {
        Self { simulator: Simulator::start(&[]), random: Random::from_seed(seed), turns: Vec::new() }
    }

    pub fn run(mut self) -> Verdict {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { before: news::LISTEN, ..Visit::to(&self.simulator.url()) });
        tab.allow(Allowed::BackendDown);
        tab.allow(Allowed::FailedRequests);
        tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] "));
        tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
        tab.wait_for("Play is offered", Page::ready);
        self.turn(Deed::Begin, |_| Truth::Stopped);
        tab.record();
        let begun = Instant::now();
        let (mut looks, mut news) = (Vec::<Look>::new(), Vec::<News>::new());
        while begun.elapsed() < TROUBLE {
            match self.random.below(12) {
                0..3 => self.turn(Deed::Restart, Self::kill),
                3..5 => self.turn(Deed::Loss, Self::lose_a_request),
                _ => self.turn(Deed::Change, Self::change),
            }
            self.random.pause(LONGEST_PAUSE);
            // What is recorded has a limit, so it is fetched now and then.
            looks.extend(tab.recorded());
            tab.record();
            news.extend(news::take(&tab));
        }
        wait_until(REST, || false);
        looks.extend(tab.recorded());
        news.extend(news::take(&tab));
        // A signal is read after what came later.
        news.sort_by(|one, other| one.at_ms.total_cmp(&other.at_ms));
        tab.finish();
        Verdict::new(self.turns, &looks, news)
    }

    fn turn(&mut self, deed: Deed, act: impl FnOnce(&mut Self) -> Truth) {
        let begun_ms = unix_ms();
        let truth = act(self);
        // A request that will be lost changes nothing at the backend.
        let done_ms = if deed == Deed::Loss { begun_ms } else { unix_ms() };
        self.turns.push(Turn { deed, begun_ms, done_ms, truth });
    }

    fn kill(&mut self) -> Truth {
        self.simulator.kill();
        self.random.pause(LONGEST_ABSENCE);
        let streams = self.random.below(2) == 0;
        self.simulator.restart(if streams { &["--auto-start"] } else { &[] });
        if streams { Truth::Running } else { Truth::Stopped }
    }

    fn change(&mut self) -> Truth {
        match self.truth() {
            Truth::Running => {
                self.simulator.stop_stream();
                Truth::Stopped
            }
            Truth::Stopped | Truth::Unknown => {
                self.simulator.start_stream();
                Truth::Running
            }
        }
    }

    fn lose_a_request(&mut self) -> Truth {
        let fault = ["cut_off", "hang"][self.random.below(2)];
        self.simulator.fault(&json!({"fault": fault, "to": {"path": "/getLiveViewActive"}, "when": {"next": 1}}));
        self.truth()
    }

    fn truth(&self) -> Truth {
        self.turns.last().map_or(Truth::Unknown, |turn| turn.truth)
    }
}
