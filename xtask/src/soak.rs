//! `soak`: the page, left open for hours.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::duration::minutes;
use crate::page;
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// The options of `soak`.
#[derive(clap::Args)]
pub struct Options {
    /// How long, such as 8 or 0.5.
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    hours: f64,
}

/// Prepares, builds, waits.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    ensure!(options.hours > 0.0 && options.hours <= 1_000.0, "--hours takes a number above 0, up to 1000");
    let whole_minutes = (options.hours * 60.0).ceil() as u64;
    let browser = Browser::prepare(runner)?;
    let project = Project::find(runner)?;
    let simulator = page::build_with_simulator(&project, runner)?;
    let mut command = Command::new(cargo());
    command
        .current_dir(&project.root)
        .args(["test", "--package", "lockstep", "--test", "soak", "--"])
        .args(["--minutes", &whole_minutes.to_string()])
        .env("LOCKSTEP_PAGE", project.page())
        .env("LOCKSTEP_SIMULATOR", simulator)
        .env("LOCKSTEP_CHROMIUM", &browser.program);
    let step = Step {
        title: "Leaving the page open".to_owned(),
        usual_time: "as long as it was told to",
        limit: minutes(whole_minutes * 2 + 10),
        advice: "The table above says in which minute what grew, or when the page was wrong.".to_owned(),
        output: Output::Shown,
    };
    runner.run(&step, &mut command)
}
