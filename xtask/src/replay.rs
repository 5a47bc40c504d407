//! `replay`: plays what a report has recorded. The work is done by the crate `replay`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::duration::minutes;
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// The options of `replay`.
#[derive(clap::Args)]
pub struct Options {
    /// The report that the page saved.
    #[arg(value_name = "REPORT.json")]
    report: PathBuf,
}

/// Plays a report, and fails where it comes to something else than on the page.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    let mut command = Command::new(build(&project, runner)?);
    command.arg(&options.report);
    let advice = "The lines above say which steps differ, or what is wrong with the file.";
    runner.run(&step("Playing the report", "about 1 s", advice, Output::Shown), &mut command)
}

/// Builds the crate `replay` and answers with its program.
pub fn build(project: &Project, runner: &Runner) -> Result<PathBuf> {
    let mut command = Command::new(cargo());
    command.current_dir(&project.root).args(["build", "--package", "replay"]);
    let advice = "The compiler's message above says what is wrong.";
    let step = step("Building the state machine", "about 20 s the first time", advice, Output::OnFailure);
    runner.run(&step, &mut command)?;
    Ok(project.target.join("debug").join(format!("replay{}", std::env::consts::EXE_SUFFIX)))
}

fn step(title: &str, usual_time: &'static str, advice: &str, output: Output) -> Step {
    Step { title: title.to_owned(), usual_time, limit: minutes(30), advice: advice.to_owned(), output }
}
