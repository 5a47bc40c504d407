//! A script of trouble against a real backend, and how much of the time the page was right.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{
    Allowed, Level, Look, NO_FRAME_COMES, Page, Profile, Random, Simulator, Tab, unix_ms, wait_until,
};

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

/// The script of one seed.
pub struct Trouble {
    simulator: Simulator,
    random: Random,
    /// What the backend did, each from its Unix time in milliseconds on.
    truths: Vec<(f64, Truth)>,
    kills: u32,
    changes: u32,
    losses: u32,
}

/// How much of the time in which the backend answered the page was wrong, or offered nothing.
#[derive(Debug, Default)]
pub struct Verdict {
    kills: u32,
    changes: u32,
    losses: u32,
    answering_ms: f64,
    wrong_ms: f64,
    longest_wrong_ms: f64,
    neither_ms: f64,
}

impl Trouble {
    pub fn new(seed: u64) -> Self {
        let simulator = Simulator::start(&[]);
        Self { simulator, random: Random::from_seed(seed), truths: Vec::new(), kills: 0, changes: 0, losses: 0 }
    }

    pub fn run(mut self) -> Verdict {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &self.simulator.url());
        tab.allow(Allowed::BackendDown);
        tab.allow(Allowed::FailedRequests);
        tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] "));
        tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
        tab.wait_for("Play is offered", Page::ready);
        self.note(Truth::Stopped);
        tab.record();
        let begun = Instant::now();
        let mut looks = Vec::new();
        while begun.elapsed() < TROUBLE {
            match self.random.below(12) {
                0..3 => self.kill(),
                3..5 => self.lose_a_request(),
                _ => self.change(),
            }
            self.random.pause(LONGEST_PAUSE);
            // What is recorded has a limit, so it is fetched now and then.
            looks.extend(tab.recorded());
            tab.record();
        }
        wait_until(REST, || false);
        looks.extend(tab.recorded());
        tab.finish();
        self.judge(&looks)
    }

    fn note(&mut self, truth: Truth) {
        self.truths.push((unix_ms(), truth));
    }

    fn kill(&mut self) {
        self.kills += 1;
        self.note(Truth::Unknown);
        self.simulator.kill();
        self.random.pause(LONGEST_ABSENCE);
        let streams = self.random.below(2) == 0;
        self.simulator.restart(if streams { &["--auto-start"] } else { &[] });
        self.note(if streams { Truth::Running } else { Truth::Stopped });
    }

    fn change(&mut self) {
        self.changes += 1;
        let streams = self.simulator.streams();
        self.note(Truth::Unknown);
        if streams {
            self.simulator.stop_stream();
        } else {
            self.simulator.start_stream();
        }
        self.note(if streams { Truth::Stopped } else { Truth::Running });
    }

    fn lose_a_request(&mut self) {
        self.losses += 1;
        let fault = ["cut_off", "hang"][self.random.below(2)];
        self.simulator.fault(&json!({"fault": fault, "to": {"path": "/getLiveViewActive"}, "when": {"next": 1}}));
    }

    /// Lays what the page showed beside what the backend did.
    fn judge(&self, looks: &[Look]) -> Verdict {
        let mut verdict =
            Verdict { kills: self.kills, changes: self.changes, losses: self.losses, ..Verdict::default() };
        let mut wrong_run_ms = 0.0;
        let until = |index: usize| looks.get(index + 1).map_or(looks[index].at_ms, |next| next.at_ms);
        for (index, look) in looks.iter().enumerate() {
            for (place, &(from_ms, truth)) in self.truths.iter().enumerate() {
                let truth_until_ms = self.truths.get(place + 1).map_or(f64::INFINITY, |next| next.0);
                let both_ms = until(index).min(truth_until_ms) - look.at_ms.max(from_ms);
                if both_ms <= 0.0 {
                    continue;
                }
                let is_wrong = match truth {
                    Truth::Running => look.page.offers_play(),
                    Truth::Stopped => look.page.offers_stop(),
                    Truth::Unknown => {
                        wrong_run_ms = 0.0;
                        continue;
                    }
                };
                verdict.answering_ms += both_ms;
                wrong_run_ms = if is_wrong { wrong_run_ms + both_ms } else { 0.0 };
                verdict.longest_wrong_ms = verdict.longest_wrong_ms.max(wrong_run_ms);
                if is_wrong {
                    verdict.wrong_ms += both_ms;
                }
                if look.page.offers_neither() {
                    verdict.neither_ms += both_ms;
                }
            }
        }
        verdict
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part_ms: f64| part_ms * 100.0 / self.answering_ms;
        write!(
            f,
            "wrong {:.2} %, {:.0} ms at most at a stretch; neither button {:.1} % ({} kills, {} changes, {} lost requests)",
            percent(self.wrong_ms),
            self.longest_wrong_ms,
            percent(self.neither_ms),
            self.kills,
            self.changes,
            self.losses
        )
    }
}
