//! `package` and `install`: what is done with the built page. The work is done by the crate `release`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache::create_folder;
use crate::duration::minutes;
use crate::page;
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// The options of `install`.
#[derive(clap::Args)]
pub struct InstallOptions {
    /// The microscope's server, such as http://192.168.4.1:8001
    #[arg(long, value_name = "URL")]
    to: String,
    /// Installs a package instead of building the page.
    #[arg(long, value_name = "FILE.zip", conflicts_with = "remove")]
    from: Option<PathBuf>,
    /// Takes the page away from the server.
    #[arg(long)]
    remove: bool,
}

/// Builds the page, if it is not given, and puts it on the server.
pub fn install(options: &InstallOptions, runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    let program = build(&project, runner)?;
    let mut command = Command::new(program);
    let title = if options.remove {
        command.args(["remove", "--from", &options.to]);
        "Removing the page"
    } else {
        let page = match &options.from {
            Some(package) => package.clone(),
            None => built_page(&project, runner)?,
        };
        command.arg("install").arg(page).args(["--to", &options.to]);
        "Installing the page"
    };
    let advice = "The error above says what to do.";
    runner.run(&step(&format!("{title} at {}", options.to), "about 5 s", advice, Output::Shown), &mut command)
}

/// Builds the page, and makes the files of a release of it.
pub fn package(runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    let program = build(&project, runner)?;
    let page = built_page(&project, runner)?;
    let folder = project.target.join("package");
    // What an older version left is no part of this one.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    create_folder(&folder)?;
    let mut command = Command::new(program);
    command.arg("package").arg(page).arg(folder).arg("--sources").arg(&project.root);
    let advice = "The error above says what to do.";
    runner.run(&step("Making the files of a release", "about 5 s", advice, Output::Shown), &mut command)
}

/// Builds the crate `release` and answers with its program.
pub fn build(project: &Project, runner: &Runner) -> Result<PathBuf> {
    let mut command = Command::new(cargo());
    command.current_dir(&project.root).args(["build", "--package", "release"]);
    let advice = "The compiler's message above says what is wrong.";
    runner
        .run(&step("Building the installer", "about 20 s the first time", advice, Output::OnFailure), &mut command)?;
    Ok(project.target.join("debug").join(format!("release{}", std::env::consts::EXE_SUFFIX)))
}

fn built_page(project: &Project, runner: &Runner) -> Result<PathBuf> {
    page::build(project, runner)?;
    Ok(project.page())
}

fn step(title: &str, usual_time: &'static str, advice: &str, output: Output) -> Step {
    Step { title: title.to_owned(), usual_time, limit: minutes(30), advice: advice.to_owned(), output }
}
