//! Packages from the npm registry, installed into the cache.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache::Cache;
use crate::duration::minutes;
use crate::step::{Output, Runner, Step};

/// A package in one version.
pub struct Package {
    /// As the cache and people call it.
    pub title: &'static str,
    /// As the registry calls it.
    pub name: &'static str,
    pub version: &'static str,
    pub usual_time: &'static str,
    /// What to do where the registry can't be reached.
    pub advice: &'static str,
}

/// Looks at pages as people with disabilities use them.
pub const AXE: Package = Package {
    title: "axe-core",
    name: "axe-core",
    version: "4.14.1",
    usual_time: "about 3 s",
    advice: "It needs the npm registry.",
};

/// Is npm on the PATH?
pub fn is_there(runner: &Runner) -> bool {
    runner.ask(Command::new("npm").arg("--version")).is_ok()
}

/// Installs a package if it is not in the cache; answers with its folder `node_modules`.
pub fn prepare(cache: &Cache, runner: &Runner, package: &Package) -> Result<PathBuf> {
    let Package { title, name, version, usual_time, advice } = *package;
    let folder = cache.tool(title, version);
    let modules = folder.join("node_modules");
    if folder.is_dir() {
        return Ok(modules);
    }
    runner
        .ask(Command::new("npm").arg("--version"))
        .with_context(|| format!("{title} {version} comes from the npm registry: install Node.js with npm"))?;
    let step = Step {
        title: format!("Installing {title} {version} (npm package {name})"),
        usual_time,
        limit: minutes(5),
        advice: advice.to_owned(),
        output: Output::OnFailure,
    };
    cache.install(&folder, |staging| {
        let mut command = Command::new("npm");
        command
            .current_dir(staging)
            .args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"])
            .arg(staging)
            .arg(format!("{name}@{version}"));
        runner.run(&step, &mut command)
    })?;
    Ok(modules)
}
