//! `bench`: what the page costs, beside a bare page.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::cache::Cache;
use crate::duration::minutes;
use crate::npm::{self, Package};
use crate::page;
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// Judges how pages load and what they are like. Newer ones want a newer Node.js than Debian's.
const LIGHTHOUSE: Package = Package {
    title: "lighthouse",
    name: "lighthouse",
    version: "12.2.3",
    usual_time: "about 20 s",
    advice: "It needs the npm registry.",
};

/// The options of `bench`.
#[derive(clap::Args)]
pub struct Options {
    /// Shortens everything, to see whether it works: the figures mean little.
    #[arg(long)]
    quick: bool,
    /// Where the figures go as JSON [default: bench.json in cargo's target folder]
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Prepares, builds, measures.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    let browser = Browser::prepare(runner)?;
    let lighthouse = npm::prepare(&Cache::open()?, runner, &LIGHTHOUSE)?.join(".bin/lighthouse");
    let project = Project::find(runner)?;
    let json = match &options.json {
        Some(file) => env::current_dir().context("the current folder is gone")?.join(file),
        None => project.target.join("bench.json"),
    };
    let simulator = page::build_with_simulator(&project, runner)?;
    let mut command = Command::new(cargo());
    command
        .current_dir(&project.root)
        .args(["test", "--package", "lockstep", "--test", "bench", "--", "--json"])
        .arg(&json)
        .env("LOCKSTEP_PAGE", project.page())
        .env("LOCKSTEP_SIMULATOR", simulator)
        .env("LOCKSTEP_CHROMIUM", &browser.program)
        .env("LOCKSTEP_LIGHTHOUSE", lighthouse);
    if options.quick {
        command.arg("--quick");
    }
    let step = Step {
        title: "Measuring".to_owned(),
        usual_time: if options.quick { "about 3 min" } else { "about 25 min" },
        limit: minutes(60),
        advice: "`cargo xtask bench --quick` repeats it in short.".to_owned(),
        output: Output::Shown,
    };
    runner.run(&step, &mut command)?;
    println!("The figures as JSON: {}", json.display());
    Ok(())
}
