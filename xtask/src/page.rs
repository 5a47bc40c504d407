//! Builds the page for release, as `trunk build --release` does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, ensure};

use crate::build_tools::BuildTools;
use crate::cache::files;
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

/// Builds the page once more, as on another day: an error if any of its bytes are not the same.
pub fn check_same_again(project: &Project, runner: &Runner) -> Result<()> {
    let before = contents(&project.page())?;
    build(project, runner)?;
    let after = contents(&project.page())?;
    let other: Vec<_> =
        before.keys().chain(after.keys()).filter(|name| before.get(*name) != after.get(*name)).collect();
    ensure!(other.is_empty(), "built again from the same sources, these files of the page are not the same: {other:?}");
    Ok(())
}

/// All files in a folder and in those inside.
fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut contents = BTreeMap::new();
    for path in files(folder)? {
        if path.is_dir() {
            contents.extend(self::contents(&path)?);
        } else {
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            contents.insert(path, content);
        }
    }
    Ok(contents)
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
    Some((WASM_FLAGS, remapping(&home, &env::var(WASM_FLAGS).unwrap_or_default())?))
}

/// The person's own flags, and the one that gives cargo's folder a name that is the same everywhere.
fn remapping(home: &Path, own: &str) -> Option<String> {
    let home = home.to_str().filter(|home| !home.contains(char::is_whitespace))?;
    Some(format!("{own} --remap-path-prefix={home}=cargo").trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_persons_folder_is_not_named_and_their_flags_are_kept() {
        let flags = |home, own| remapping(Path::new(home), own);
        assert_eq!(flags("/home/jo/.cargo", "").as_deref(), Some("--remap-path-prefix=/home/jo/.cargo=cargo"));
        assert_eq!(flags("/c", "-Cstrip=none").as_deref(), Some("-Cstrip=none --remap-path-prefix=/c=cargo"));
        assert_eq!(flags("/home/jo and an/.cargo", ""), None);
    }
}
