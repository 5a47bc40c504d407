//! wasm-bindgen-cli, Trunk, wasm-opt and esbuild, found or installed into the cache.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use directories::ProjectDirs;

use crate::cache::Cache;
use crate::step::{Output, Runner, Step, minutes};
use crate::toolchain::cargo;
use crate::version::package_version;

const TRUNK_VERSION: &str = "0.21.14";
/// The number that Trunk.toml names as `version_132`.
pub const WASM_OPT_VERSION: &str = "132";
pub const ESBUILD_VERSION: &str = "0.28.2";

/// Where the tools that build the page come from.
pub struct Tools {
    /// Folders to put first on the PATH.
    pub folders: Vec<PathBuf>,
}

impl Tools {
    /// Finds or installs wasm-bindgen-cli, which tests in the browser need as well.
    pub fn prepare_bindgen(cache: &Cache, runner: &Runner) -> Result<Self> {
        let mut tools = Self { folders: Vec::new() };
        let version = locked_version(runner, "wasm-bindgen")?;
        if !says(runner, &mut Command::new("wasm-bindgen"), &version)
            || !says(runner, &mut Command::new("wasm-bindgen-test-runner"), &version)
        {
            let usual = "about 2 min";
            let folder = install_crate(cache, runner, "wasm-bindgen-cli", &version, usual)?;
            tools.folders.push(folder);
        }
        Ok(tools)
    }

    /// Finds or installs wasm-opt, esbuild and Trunk as well.
    pub fn add_bundling(&mut self, cache: &Cache, runner: &Runner) -> Result<()> {
        if !says(runner, &mut Command::new("wasm-opt"), WASM_OPT_VERSION) {
            match install_package(cache, runner, "binaryen", WASM_OPT_VERSION)? {
                Some(folder) => self.folders.push(folder),
                None => {
                    println!("• No npm here: Trunk downloads wasm-opt from GitHub when it builds");
                }
            }
        }
        if !says(runner, &mut Command::new("esbuild"), ESBUILD_VERSION) {
            match install_package(cache, runner, "esbuild", ESBUILD_VERSION)? {
                Some(folder) => self.folders.push(folder),
                None => println!("• No npm here, thus no esbuild: the page's JavaScript stays 2 kB larger"),
            }
        }
        if !says(runner, &mut Command::new("trunk"), TRUNK_VERSION) {
            let usual = "about 4 min";
            let folder = install_crate(cache, runner, "trunk", TRUNK_VERSION, usual)?;
            self.folders.push(folder);
        }
        Ok(())
    }
}

/// The version of a crate in Cargo.lock.
fn locked_version(runner: &Runner, name: &str) -> Result<String> {
    let id = runner
        .ask(Command::new(cargo()).args(["pkgid", "--quiet", name]))
        .with_context(|| format!("Cargo.lock has no single version of {name}"))?;
    let version = package_version(&id).with_context(|| format!("no version in {id:?}"))?;
    Ok(version.to_owned())
}

/// Whether a program is there and of this version.
pub fn says(runner: &Runner, program: &mut Command, version: &str) -> bool {
    let answer = runner.ask(program.arg("--version"));
    answer.is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

/// Installs a crate's programs into the cache and returns their folder.
fn install_crate(cache: &Cache, runner: &Runner, name: &str, version: &str, usual: &'static str) -> Result<PathBuf> {
    let target = cache.tool(name, version);
    if target.is_dir() {
        return Ok(target.join("bin"));
    }
    cache.install(&target, |staging| {
        let step = |way: &str, output: Output| Step {
            title: format!("Installing {name} {version}{way}"),
            usual,
            limit: minutes(30),
            advice: format!(
                "It needs the package registry and a C compiler. Try `cargo install {name} --version {version}`."
            ),
            output,
        };
        let mut locked = cargo_install(cache, staging, name, version);
        let Err(error) = runner.run(&step("", Output::Kept), locked.arg("--locked")) else {
            return Ok(());
        };
        crate::process::check_interrupt()?;
        println!("  {error:#}\n  Its lock file may name what this registry lacks.");
        let mut free = cargo_install(cache, staging, name, version);
        runner.run(&step(" with newer dependencies", Output::OnFailure), &mut free)?;
        Ok(())
    })?;
    Ok(target.join("bin"))
}

fn cargo_install(cache: &Cache, root: &Path, name: &str, version: &str) -> Command {
    let mut command = Command::new(cargo());
    command
        .current_dir(root)
        .args(["install", name, "--version", version, "--root"])
        .arg(root)
        // The tools share most of what they depend on.
        .env("CARGO_TARGET_DIR", cache.scratch().join("tools"))
        // Built for this machine, once: quick to build beats quick to run.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_STRIP", "true");
    command
}

/// Where Trunk puts the wasm-opt that it downloads.
pub fn downloaded_wasm_opt() -> Result<PathBuf> {
    let folders = ProjectDirs::from("dev", "trunkrs", "trunk").context("no home folder: set HOME")?;
    let folder = folders.cache_dir().join(format!("wasm-opt-version_{WASM_OPT_VERSION}"));
    Ok(folder.join("bin").join(format!("wasm-opt{}", env::consts::EXE_SUFFIX)))
}

/// Installs a package's programs where npm is, and returns their folder.
fn install_package(cache: &Cache, runner: &Runner, name: &str, version: &str) -> Result<Option<PathBuf>> {
    let target = cache.tool(name, version);
    let programs = target.join("node_modules/.bin");
    if target.is_dir() {
        return Ok(Some(programs));
    }
    if runner.ask(Command::new("npm").arg("--version")).is_err() {
        return Ok(None);
    }
    let step = Step {
        title: format!("Installing {name} {version} (npm package)"),
        usual: "about 5 s",
        limit: minutes(5),
        advice: "It needs the npm registry. Its programs on the PATH, of this version, will do as well.".to_owned(),
        output: Output::OnFailure,
    };
    cache.install(&target, |staging| {
        let mut command = Command::new("npm");
        command
            .current_dir(staging)
            .args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"])
            .arg(staging)
            .arg(format!("{name}@{version}"));
        runner.run(&step, &mut command)?;
        Ok(())
    })?;
    Ok(Some(programs))
}
