//! The page, left open for hours: frames at 20 a second, jpeg and binary in turn, with restarts, hidden phases, panels,
//! zoom and contrast. Says each minute what the page holds and whether it was right.
//!
//! `cargo xtask soak --hours N` builds what is needed and runs this.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use all of it, this a part")]
mod harness;

#[path = "../bench/held_memory.rs"]
mod held_memory;
mod minute;
mod person;
mod truth;
mod verdict;

use std::process::ExitCode;
use std::time::Duration;

use harness::{Allowed, Level, Page, Profile, Simulator, Tab, Visit};
use held_memory::GAUGES;
use minute::{Minute, Soak};
use verdict::Verdict;

fn main() -> ExitCode {
    let minutes = minutes(std::env::args().skip(1));
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let url = simulator.url();
    let visit = Visit { before: GAUGES, before_in_workers: GAUGES, ..Visit::to(&url) };
    let tab = Tab::visit(&profile, &visit);
    // What the tests listen to would hold memory of its own.
    for domain in ["DOM", "Log"] {
        tab.call(&format!("{domain}.disable"), serde_json::json!({}));
    }
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, "["));
    tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
    tab.wait_for("Play is offered", Page::ready);

    println!("{}", Minute::HEADING);
    let mut soak = Soak::new(simulator, tab);
    let looks: Vec<Minute> = (1..=minutes)
        .map(|number| {
            let minute = soak.minute(number);
            println!("{minute}");
            minute
        })
        .collect();
    soak.finish();
    let verdict = Verdict::new(&looks);
    println!("\n{verdict}");
    if verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What `--minutes N` says.
fn minutes(mut words: impl Iterator<Item = String>) -> u32 {
    match (words.next().as_deref(), words.next()) {
        (Some("--minutes"), Some(number)) => number.parse().expect("--minutes is a whole number"),
        other => panic!("--minutes N is wanted, not {other:?}"),
    }
}

/// How long one thing takes that is done in each minute.
const SECOND: Duration = Duration::from_secs(1);
