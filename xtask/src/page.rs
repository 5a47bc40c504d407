//! Builds the page for release, as `trunk build --release` does.

use anyhow::Result;

use crate::build_tools::BuildTools;
use crate::duration::minutes;
use crate::project::Project;
use crate::step::{Output, Runner, Step};

/// Prepares the tools and builds the page into the project's `dist` folder. Trunk builds it beside the old one, and
/// replaces that when all is there.
pub fn build(project: &Project, runner: &Runner) -> Result<()> {
    let tools = BuildTools::for_release(runner)?;
    let step = Step {
        title: "Building the page".to_owned(),
        usual_time: "about 75 s the first time",
        limit: minutes(30),
        advice: "The messages above say what is wrong.".to_owned(),
        output: Output::OnFailure,
    };
    runner.run(&step, tools.trunk()?.current_dir(&project.root).args(["build", "--release"]))
}
