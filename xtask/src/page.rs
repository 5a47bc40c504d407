//! Builds the page for release, as `trunk build --release` does.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use crate::build_tools::BuildTools;
use crate::duration::minutes;
use crate::project::Project;
use crate::simulator;
use crate::step::{Output, Runner, Step, side_by_side};

/// Flags for the compiler, for what is built for browsers.
const WASM_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

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
    let mut command = tools.trunk()?;
    command.current_dir(&project.root).args(["build", "--release"]);
    if let Some((name, flags)) = env::var_os("RUSTFLAGS").is_none().then(same_everywhere).flatten() {
        command.env(name, flags);
    }
    runner.run(&step, &mut command)
}

/// Where a message about a panic names a file of a crate, it would name this person's folders, and the page would have
/// other bytes on each machine. A variable for cargo, unless a folder's name has a space, which can't be said in it.
fn same_everywhere() -> Option<(&'static str, String)> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let own = env::var(WASM_FLAGS).unwrap_or_default();
    let home = home.to_str().filter(|home| !home.contains(char::is_whitespace))?;
    Some((WASM_FLAGS, format!("{own} --remap-path-prefix={home}=cargo").trim_start().to_owned()))
}
