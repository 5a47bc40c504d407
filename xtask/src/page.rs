//! Builds the page for release, as `trunk build --release` does.

use std::path::PathBuf;

use anyhow::Result;

use crate::build_tools::BuildTools;
use crate::duration::minutes;
use crate::project::Project;
use crate::simulator;
use crate::step::{Output, Runner, Step, side_by_side};

/// Prepares the tools and builds the page into the project's `dist` folder.
pub fn build(project: &Project, runner: &Runner) -> Result<()> {
    build_with(&BuildTools::for_release(runner)?, project, runner)
}

/// Prepares the tools, then builds page and simulator side by side; answers with the simulator's program.
pub fn build_with_simulator(project: &Project, runner: &Runner) -> Result<PathBuf> {
    // The tools come first: Trunk is what everything waits for.
    let tools = BuildTools::for_release(runner)?;
    let ((), simulator) = side_by_side(|| build_with(&tools, project, runner), || simulator::build(project, runner))?;
    Ok(simulator)
}

/// Trunk builds the page beside the old one, and replaces that when all is there.
fn build_with(tools: &BuildTools, project: &Project, runner: &Runner) -> Result<()> {
    let step = Step {
        title: "Building the page".to_owned(),
        usual_time: "about 75 s the first time",
        limit: minutes(30),
        advice: "The messages above say what is wrong.".to_owned(),
        output: Output::OnFailure,
    };
    runner.run(&step, tools.trunk()?.current_dir(&project.root).args(["build", "--release"]))
}
