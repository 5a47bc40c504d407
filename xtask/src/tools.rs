//! wasm-bindgen-cli, Trunk, wasm-opt and the tools of the tests, found on the PATH or installed into the cache.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache::Cache;
use crate::duration::minutes;
use crate::npm::{self, Package};
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};
use crate::version::package_version;

const TRUNK_VERSION: &str = "0.21.14";
/// The number that Trunk.toml names as `version_132`.
const WASM_OPT_VERSION: &str = "132";
const CARGO_FUZZ_VERSION: &str = "0.13.2";
const CARGO_DENY_VERSION: &str = "0.20.2";
const CARGO_MACHETE_VERSION: &str = "0.9.2";

/// Has wasm-opt in it.
const BINARYEN: Package = Package {
    title: "binaryen",
    name: "binaryen",
    version: WASM_OPT_VERSION,
    usual_time: "about 5 s",
    advice: "It needs the npm registry. A wasm-opt of the version that Trunk.toml names, on the PATH, will do as well.",
};

/// Whether Trunk has to speak TLS, which takes a fifth longer to build: to download tools, or to pass requests on to an
/// https backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// It has to.
    Needed,
    /// Nothing is downloaded or passed on over https.
    NotNeeded,
}

/// Where wasm-opt comes from.
pub enum WasmOpt {
    /// It is on the PATH.
    OnPath,
    /// It is in this folder.
    In(PathBuf),
    /// Trunk downloads it when it builds.
    FromTrunk,
}

/// A crate that is installed for its programs.
struct CrateInstall<'a> {
    name: &'a str,
    version: &'a str,
    /// The optional features to build it with, separated by commas.
    features: &'a str,
    usual_time: &'static str,
}

/// Finds wasm-bindgen and its test runner, or installs them; answers with the folder to put on the PATH, if any.
pub fn prepare_wasm_bindgen(cache: &Cache, runner: &Runner) -> Result<Option<PathBuf>> {
    let version = locked_version(runner, "wasm-bindgen")?;
    if has_version(runner, "wasm-bindgen", &version) && has_version(runner, "wasm-bindgen-test-runner", &version) {
        return Ok(None);
    }
    let install = CrateInstall { name: "wasm-bindgen-cli", version: &version, features: "", usual_time: "about 1 min" };
    let folder = cache.tool(install.name, &version);
    install_crate(cache, runner, &install, &folder).map(Some)
}

/// Finds wasm-opt, or installs it where npm is.
pub fn prepare_wasm_opt(cache: &Cache, runner: &Runner) -> Result<WasmOpt> {
    if has_version(runner, "wasm-opt", WASM_OPT_VERSION) {
        return Ok(WasmOpt::OnPath);
    }
    let folder = cache.tool(BINARYEN.title, BINARYEN.version);
    if !folder.is_dir() && !npm::is_there(runner) {
        println!("• No npm here: Trunk downloads wasm-opt from GitHub when it builds");
        return Ok(WasmOpt::FromTrunk);
    }
    Ok(WasmOpt::In(npm::prepare(cache, runner, &BINARYEN)?.join(".bin")))
}

/// Finds Trunk, or installs it; answers with the folder to put on the PATH, if any.
pub fn prepare_trunk(cache: &Cache, runner: &Runner, tls: Tls) -> Result<Option<PathBuf>> {
    // One that somebody installed by hand has all its usual features.
    if has_version(runner, "trunk", TRUNK_VERSION) {
        return Ok(None);
    }
    let without_tls = cache.tool("trunk", TRUNK_VERSION);
    let with_tls = cache.tool("trunk-tls", TRUNK_VERSION);
    // Either does where no TLS is needed.
    let (folder, features) = match tls {
        Tls::NotNeeded if !with_tls.is_dir() => (without_tls, ""),
        Tls::NotNeeded | Tls::Needed => (with_tls, "rustls"),
    };
    let install = CrateInstall { name: "trunk", version: TRUNK_VERSION, features, usual_time: "about 3 min" };
    install_crate(cache, runner, &install, &folder).map(Some)
}

/// Finds cargo-fuzz, or installs it; answers with the PATH that it is on, if that is not this program's own.
pub fn prepare_cargo_fuzz(cache: &Cache, runner: &Runner) -> Result<Option<OsString>> {
    if has_version(runner, "cargo-fuzz", CARGO_FUZZ_VERSION) {
        return Ok(None);
    }
    let install =
        CrateInstall { name: "cargo-fuzz", version: CARGO_FUZZ_VERSION, features: "", usual_time: "about 20 s" };
    let folder = install_crate(cache, runner, &install, &cache.tool(install.name, install.version))?;
    cache.clear_scratch()?;
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&old)));
    path.map(Some).context("a tool's folder can't be put on the PATH")
}

/// Finds cargo-deny, or installs it; answers with the program.
pub fn prepare_cargo_deny(cache: &Cache, runner: &Runner) -> Result<PathBuf> {
    prepare_program(cache, runner, "cargo-deny", CARGO_DENY_VERSION, "about 1 min")
}

/// Finds cargo-machete, or installs it; answers with the program.
pub fn prepare_cargo_machete(cache: &Cache, runner: &Runner) -> Result<PathBuf> {
    prepare_program(cache, runner, "cargo-machete", CARGO_MACHETE_VERSION, "about 20 s")
}

/// A program that is the only one of its crate.
fn prepare_program(
    cache: &Cache,
    runner: &Runner,
    name: &'static str,
    version: &'static str,
    usual_time: &'static str,
) -> Result<PathBuf> {
    if has_version(runner, name, version) {
        return Ok(PathBuf::from(name));
    }
    let install = CrateInstall { name, version, features: "", usual_time };
    Ok(install_crate(cache, runner, &install, &cache.tool(name, version))?.join(name))
}

/// The version of a crate in Cargo.lock.
fn locked_version(runner: &Runner, name: &str) -> Result<String> {
    let id = runner
        .ask(Command::new(cargo()).args(["pkgid", "--quiet", name]))
        .with_context(|| format!("Cargo.lock has no single version of {name}"))?;
    let version = package_version(&id).with_context(|| format!("no version in {id:?}"))?;
    Ok(version.to_owned())
}

/// Whether a program is on the PATH and of this version.
fn has_version(runner: &Runner, program: &str, version: &str) -> bool {
    let answer = runner.ask(Command::new(program).arg("--version"));
    answer.is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

/// Installs a crate's programs into this folder of the cache, if they are not there, and answers with where they are.
fn install_crate(cache: &Cache, runner: &Runner, install: &CrateInstall, folder: &Path) -> Result<PathBuf> {
    if folder.is_dir() {
        return Ok(folder.join("bin"));
    }
    let CrateInstall { name, version, usual_time, .. } = *install;
    cache.install(folder, |staging| {
        let step = |title_end: &str, output: Output| Step {
            title: format!("Installing {name} {version}{title_end}"),
            usual_time,
            limit: minutes(30),
            advice: format!(
                "It needs the package registry and a C compiler. Try `cargo install {name} --version {version}`."
            ),
            output,
        };
        let mut locked = install.command(cache, staging);
        let Err(error) = runner.run(&step("", Output::LogOnly), locked.arg("--locked")) else {
            return Ok(());
        };
        crate::process::check_interrupt()?;
        println!("  {error:#}\n  Its lock file may name what this registry lacks.");
        runner.run(&step(" with newer dependencies", Output::OnFailure), &mut install.command(cache, staging))
    })?;
    Ok(folder.join("bin"))
}

impl CrateInstall<'_> {
    fn command(&self, cache: &Cache, root: &Path) -> Command {
        let mut command = Command::new(cargo());
        command
            .current_dir(root)
            .args(["install", self.name, "--version", self.version, "--root"])
            .arg(root)
            .args(["--no-default-features", "--features", self.features])
            // The tools share some of what they depend on.
            .env("CARGO_TARGET_DIR", cache.scratch().join("tools"))
            // They run for seconds: what counts is how quickly they are built.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            // What is inlined is compiled once for each of a crate's units.
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "4")
            .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_STRIP", "true");
        command
    }
}
