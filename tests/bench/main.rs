//! What Lockstep costs, beside a bare page that takes the same frames and draws them: both in real Chromium, against
//! the real simulator process, in one run.
//!
//! `cargo xtask bench` builds what is needed and runs this. It prints a table in Markdown and writes JSON. Nothing here
//! is a test: a figure that is not reached is reported, and only a run that went wrong fails.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use all of it, the benchmark a part")]
mod harness;

#[allow(dead_code, reason = "shared with tests/soak, which needs more of it")]
mod held_memory;
mod lighthouse;
mod load;
mod machine;
mod memory;
mod network;
mod pair;
mod plan;
mod report;
mod rest;
mod session;
mod site;
mod streaming;
mod usage;

use std::env;
use std::fs;
use std::path::PathBuf;

use harness::StaticServer;
use plan::Plan;
use report::Report;

fn main() {
    let arguments = Arguments::read(env::args().skip(1));
    let plan = &arguments.plan;
    let bare = StaticServer::serving(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench")), "/");
    let machine = machine::Machine::look();
    let report = Report {
        // First, while nothing else has run.
        load: load::measure(plan, &bare),
        lighthouse: lighthouse::measure(plan),
        rest: rest::measure(plan, &bare),
        streaming: streaming::measure(plan, &bare),
        memory: memory::measure(plan, &bare),
        quick: plan.quick,
        machine,
    };
    if let Some(file) = &arguments.json {
        fs::write(file, serde_json::to_string_pretty(&report.with_figures()).unwrap())
            .unwrap_or_else(|why| panic!("can't write {}: {why}", file.display()));
    }
    print!("\n{report}");
}

/// What `cargo xtask bench` says.
struct Arguments {
    plan: Plan,
    json: Option<PathBuf>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Self {
        let mut arguments = Self { plan: Plan::full(), json: None };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => arguments.plan = Plan::quick(),
                "--json" => arguments.json = Some(words.next().expect("--json names a file").into()),
                other => panic!("unknown word: {other}"),
            }
        }
        arguments
    }
}
