//! `replay REPORT.json`: plays what a report has recorded through the state machine, and prints what it comes to. It fails
//! when that is something else than it was on the page.

mod report;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lockstep::control::journal::Replayed;

use crate::report::Report;

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(different) => {
            eprintln!("\nerror: {different} steps came to something else than on the page");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Plays all of it; says how many steps came to something else.
fn run() -> Result<usize> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(file), None) = (arguments.next(), arguments.next()) else { bail!("usage: replay REPORT.json") };
    let report = Report::read(Path::new(&file))?;
    if report.lockstep != env!("CARGO_PKG_VERSION") {
        println!(
            "The report is of Lockstep {}, this is {}: steps may differ.",
            report.lockstep,
            env!("CARGO_PKG_VERSION")
        );
    }
    let mut different = 0;
    let recordings = report.recordings()?;
    let count = recordings.len();
    for (recording, number) in recordings.into_iter().zip(1..) {
        println!("\nPage {number} of {count}");
        for step in recording.replay() {
            different += usize::from(!step.is_same());
            print(&step);
        }
    }
    Ok(different)
}

fn print(step: &Replayed) {
    println!("{:>10} ms  {:?}\n{:>15}{}", step.at.0, step.event, "→ ", step.now);
    if !step.is_same() {
        println!("{:>15}{}", "it was: ", step.then);
    }
}
