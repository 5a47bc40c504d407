//! `search`: random use of the page by Bombadil, while the backend is troubled.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::cache::Cache;
use crate::duration::minutes;
use crate::npm::{self, Package};
use crate::page;
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// How long `test` searches.
pub const IN_TESTS: Duration = minutes(3);

const BOMBADIL: Package = Package {
    title: "bombadil",
    name: "@antithesishq/bombadil",
    version: "0.7.0",
    usual_time: "about 5 s",
    advice: "It needs the npm registry.",
};

/// The options of `search`.
#[derive(clap::Args)]
pub struct Options {
    /// How long to search.
    #[arg(long, value_name = "N", default_value_t = 10)]
    minutes: u64,
    /// Does again what was done in the run that left its trace in this folder.
    #[arg(long, value_name = "FOLDER")]
    replay: Option<PathBuf>,
}

/// Prepares, builds, searches.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    let simulator = page::build_with_simulator(&project, runner)?;
    random_use(&project, runner, &simulator, minutes(options.minutes), options.replay.as_deref())
}

/// Uses the built page for so long; an error if a property did not hold.
pub fn random_use(
    project: &Project,
    runner: &Runner,
    simulator: &Path,
    time: Duration,
    replay: Option<&Path>,
) -> Result<()> {
    let browser = Browser::prepare(runner)?;
    let bombadil = npm::prepare(&Cache::open()?, runner, &BOMBADIL)?.join(".bin/bombadil");
    let trace = project.generated()?.join("search");
    let mut command = Command::new(cargo());
    command
        .current_dir(&project.root)
        .args(["test", "--package", "lockstep", "--test", "search", "--"])
        .args(["--seconds", &time.as_secs().to_string(), "--trace"])
        .arg(&trace)
        .env("LOCKSTEP_PAGE", project.page())
        .env("LOCKSTEP_SIMULATOR", simulator)
        .env("LOCKSTEP_CHROMIUM", &browser.program)
        .env("LOCKSTEP_BOMBADIL", bombadil);
    if let Some(folder) = replay {
        let folder = env::current_dir().context("the current folder is gone")?.join(folder);
        command.arg("--replay").arg(folder);
    }
    let step = Step {
        title: "Using the page at random".to_owned(),
        usual_time: "as long as it was told to, and half a minute",
        limit: time + minutes(10),
        advice: format!(
            "The trace is in {0}: copy it elsewhere, and `cargo xtask search --replay COPY` does the same again.",
            trace.display()
        ),
        output: Output::Shown,
    };
    runner.run(&step, &mut command)
}
