//! Builds the page.

use anyhow::Result;

use crate::project::Project;
use crate::setup::Workshop;
use crate::step::{Output, Runner, Step, minutes};

/// Builds the page for release into the project's `dist` folder.
pub fn build(project: &Project, workshop: &Workshop, runner: &Runner) -> Result<()> {
    let step = Step {
        title: "Building the page".to_owned(),
        usual: "about 90 s the first time",
        limit: minutes(30),
        advice: "The compiler's message above says what is wrong.".to_owned(),
        output: Output::OnFailure,
    };
    let mut trunk = workshop.trunk()?;
    trunk.current_dir(&project.root).args(["build", "--release", "--cargo-profile", "page"]);
    runner.run(&step, &mut trunk)?;
    Ok(())
}
