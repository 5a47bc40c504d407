//! Debian's packages, and a wasm32 compiler made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cache::{Cache, create_folder, files};
use crate::duration::minutes;
use crate::rust::{WASM, cargo, std_folder};
use crate::step::{Output, Runner, Step};
use crate::version::{Version, compiler_version, llvm_major};

/// Debian's compiler.
pub const RUSTC: &str = "/usr/bin/rustc";
/// Its documentation tool, which runs documentation tests.
pub const RUSTDOC: &str = "/usr/bin/rustdoc";
/// Its clippy.
pub const CLIPPY: &str = "/usr/bin/cargo-clippy";

/// An empty crate; the standard library is built as its dependency.
const SCRATCH_CRATE: &str = "lockstep_std";

/// A system with apt-get, and the right to install packages.
pub struct Debian {
    needs_sudo: bool,
}

impl Debian {
    /// `None` where packages can't be installed without asking.
    pub fn detect(runner: &Runner) -> Option<Self> {
        runner.ask(Command::new("apt-get").arg("--version")).ok()?;
        if is_root() {
            return Some(Self { needs_sudo: false });
        }
        // A password can't be typed while output is kept back.
        runner.ask(Command::new("sudo").args(["-n", "true"])).ok()?;
        Some(Self { needs_sudo: true })
    }

    /// Installs packages; removes none.
    pub fn install(&self, runner: &Runner, packages: &[&str], usual_time: &'static str) -> Result<()> {
        let names = packages.join(" ");
        let advice = format!("Try `apt-get update && apt-get install {names}` as root and look at what it says.");
        let step = |title: String, usual_time| Step {
            title,
            usual_time,
            limit: minutes(10),
            advice: advice.clone(),
            output: Output::OnFailure,
        };
        runner.run(&step("Updating Debian's package lists".to_owned(), "about 5 s"), self.apt_get().arg("update"))?;
        runner.run(
            &step(format!("Installing Debian's {names}"), usual_time),
            self.apt_get().args(["install", "--yes", "--no-install-recommends", "--no-remove"]).args(packages),
        )
    }

    /// Downloads packages without what they depend on, and puts their files into a folder instead of into the system.
    pub fn unpack(&self, runner: &Runner, packages: &[&str], folder: &Path) -> Result<()> {
        let names = packages.join(" ");
        let step = |title: String, usual_time| Step {
            title,
            usual_time,
            limit: minutes(10),
            advice: format!("Try `apt-get update && apt-get download {names}` and look at what it says."),
            output: Output::OnFailure,
        };
        runner.run(&step("Updating Debian's package lists".to_owned(), "about 5 s"), self.apt_get().arg("update"))?;
        let mut download = Command::new("apt-get");
        download.current_dir(folder).arg("download").args(packages);
        runner.run(&step(format!("Downloading Debian's {names}"), "about 2 s"), &mut download)?;
        for archive in files(folder)? {
            runner.ask(Command::new("dpkg-deb").arg("--extract").arg(&archive).arg(folder))?;
            fs::remove_file(&archive).with_context(|| format!("cannot remove {}", archive.display()))?;
        }
        Ok(())
    }

    /// Installs the compiler, its sources, clippy and the linker.
    pub fn install_compiler(&self, runner: &Runner) -> Result<()> {
        let packages = ["rustc-web", "rust-web-src", "rust-web-clippy"];
        self.install(runner, &packages, "about 30 s")?;
        let text = runner.ask(Command::new(RUSTC).arg("-vV"))?;
        let needed = Version::parse(env!("CARGO_PKG_RUST_VERSION"));
        let found = compiler_version(&text);
        if found < needed {
            let (found, needed) = (describe(found), describe(needed));
            bail!(
                "Debian's rustc-web is {found}, Lockstep needs {needed}: \
                 add bookworm-security to apt's sources, or use rustup"
            );
        }
        let llvm = llvm_major(&text).context("rustc -vV does not name its LLVM version")?;
        self.install(runner, &[&format!("lld-{llvm}")], "about 10 s")
    }

    /// Puts the target's standard library where Debian's compiler looks for it.
    pub fn install_std(&self, cache: &Cache, runner: &Runner) -> Result<()> {
        let text = runner.ask(Command::new(RUSTC).arg("-vV"))?;
        let version = compiler_version(&text).context("rustc -vV names no version")?;
        let built = cache.tool("rust-std-wasm32", &version.to_string());
        if !built.is_dir() {
            build_std(cache, runner, &built)?;
        }
        let sysroot = runner.ask(Command::new(RUSTC).args(["--print", "sysroot"]))?;
        let target = std_folder(Path::new(sysroot.trim()));
        let failure = || format!("cannot copy the standard library to {}", target.display());
        runner.ask(self.command("mkdir").arg("-p").arg(&target)).with_context(failure)?;
        runner.ask(self.command("cp").args(files(&built)?).arg(&target)).with_context(failure)?;
        Ok(())
    }

    fn apt_get(&self) -> Command {
        let mut command = self.command("env");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
        command
    }

    fn command(&self, program: &str) -> Command {
        if self.needs_sudo {
            let mut command = Command::new("sudo");
            command.args(["-n", program]);
            command
        } else {
            Command::new(program)
        }
    }
}

/// LLVM's WebAssembly linker of the version that Debian's compiler has, where installed.
pub fn linker(runner: &Runner) -> Result<Option<PathBuf>> {
    if !Path::new(RUSTC).exists() {
        return Ok(None);
    }
    let text = runner.ask(Command::new(RUSTC).arg("-vV"))?;
    let linker = llvm_major(&text).map(|major| PathBuf::from(format!("/usr/bin/wasm-ld-{major}")));
    Ok(linker.filter(|path| path.exists()))
}

fn build_std(cache: &Cache, runner: &Runner, target: &Path) -> Result<()> {
    let folder = cache.scratch().join("std");
    create_folder(&folder.join("src"))?;
    let manifest = format!("[package]\nname = \"{SCRATCH_CRATE}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(folder.join("Cargo.toml"), manifest).context("cannot write a scratch crate")?;
    fs::write(folder.join("src/lib.rs"), "").context("cannot write a scratch crate")?;
    let step = Step {
        title: format!("Building Rust's standard library for {WASM}"),
        usual_time: "about 40 s, once a machine",
        limit: minutes(10),
        advice: "It needs the package registry and Debian's rust-web-src.".to_owned(),
        output: Output::OnFailure,
    };
    let mut command = Command::new(cargo());
    command
        .current_dir(&folder)
        .args(["build", "--release", "--target", WASM])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTC", RUSTC)
        // Only a nightly compiler builds the standard library, or one that is told to act like it.
        .env("RUSTC_BOOTSTRAP", "1")
        // Link-time optimization needs the bitcode.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    runner.run(&step, &mut command)?;
    let libraries = folder.join("target").join(WASM).join("release/deps");
    cache.install(target, |staging| {
        for library in files(&libraries)?.iter().filter(|path| is_std_library(path)) {
            let name = library.file_name().context("a library without a name")?;
            fs::copy(library, staging.join(name)).with_context(|| format!("cannot copy {}", library.display()))?;
        }
        Ok(())
    })
}

fn is_std_library(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".rlib") && !name.starts_with(&format!("lib{SCRATCH_CRATE}-"))
}

fn describe(version: Option<Version>) -> String {
    version.map_or_else(|| "of an unknown version".to_owned(), |version| version.to_string())
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scratch_crate_is_no_part_of_the_standard_library() {
        assert!(is_std_library(Path::new("deps/libstd-1234.rlib")));
        assert!(!is_std_library(Path::new("deps/libstd-1234.rmeta")));
        assert!(!is_std_library(Path::new("deps/liblockstep_std-99.rlib")));
    }
}
