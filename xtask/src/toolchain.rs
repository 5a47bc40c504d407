//! The Rust compiler that can build for wasm32, found or prepared.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::debian::{self, Debian};
use crate::duration::minutes;
use crate::rust::{WASM, cargo, std_folder};
use crate::step::{Output, Runner, Step};

/// Enough of a program to need the standard library, the linker and LTO.
const PROBE: &str = "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { \
    std::env::args().map(|word| word.len()).sum() }";

/// rustup hangs where its servers can't be reached. Where Debian's packages can be used instead, it gets a minute; on a
/// slow connection it finishes the download another time.
const RUSTUP_LIMIT_WITH_FALLBACK: Duration = minutes(1);
/// Where there is no other way, a slow connection gets more time.
const RUSTUP_LIMIT_ALONE: Duration = minutes(10);
/// After an attempt that failed, rustup is not tried again for this long where Debian's packages can be used.
const RUSTUP_RETRY_AFTER: Duration = minutes(7 * 24 * 60);
const RUSTUP_FAILURE: &str = "rustup-did-not-answer";

/// A compiler with wasm32's standard library and a linker for it.
pub enum Toolchain {
    /// The one that `cargo` takes by itself.
    Default,
    /// Debian's `rustc-web` with a standard library built here.
    Debian {
        /// LLVM's linker for WebAssembly, such as `wasm-ld-22`.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds a toolchain, or prepares one.
    pub fn prepare(cache: &Cache, runner: &Runner) -> Result<Self> {
        if let Some(found) = Self::find(runner)? {
            return Ok(found);
        }
        let debian = Debian::detect(runner);
        match choose_source(Available {
            rustup: runner.ask(Command::new("rustup").arg("--version")).is_ok(),
            rustup_failed_lately: cache.marked_since(RUSTUP_FAILURE).is_some_and(|age| age < RUSTUP_RETRY_AFTER),
            debian: debian.is_some(),
        }) {
            Source::RustupOnly => add_target(runner, RUSTUP_LIMIT_ALONE)?,
            Source::RustupThenDebian => {
                if let Err(error) = add_target(runner, RUSTUP_LIMIT_WITH_FALLBACK) {
                    crate::process::check_interrupt()?;
                    println!("  {error:#}\n  Using Debian's compiler instead.");
                    cache.mark(RUSTUP_FAILURE)?;
                }
            }
            Source::DebianOnly => {}
            Source::None => bail!(
                "no Rust compiler for {WASM}: install rustup (https://rustup.rs) and run \
                 `rustup target add {WASM}`, or use Debian 12 as root, or with a sudo that asks for no password"
            ),
        }
        if let Some(found) = Self::find(runner)? {
            return Ok(found);
        }
        if let Some(debian) = debian {
            debian.install_compiler(runner)?;
            debian.install_std(cache, runner)?;
        }
        Self::find(runner)?.with_context(|| {
            format!("the compiler still can't build for {WASM}; `rustup target add {WASM}` is what usually helps")
        })
    }

    /// The toolchain that is there already, proven by building something with it.
    fn find(runner: &Runner) -> Result<Option<Self>> {
        let default = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
        let own_linker = env::var_os("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER");
        if can_build(runner, Path::new(&default), own_linker.as_deref().map(Path::new))? {
            return Ok(Some(Self::Default));
        }
        let Some(linker) = debian::linker(runner)? else {
            return Ok(None);
        };
        let works = can_build(runner, Path::new(debian::RUSTC), Some(&linker))?;
        Ok(works.then_some(Self::Debian { linker }))
    }

    /// `cargo`, with this compiler.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.envs(self.variables());
        command
    }

    /// `cargo clippy`, with this compiler.
    pub fn clippy(&self) -> Command {
        let mut command = match self {
            Self::Default => self.cargo(),
            Self::Debian { .. } => {
                let mut command = Command::new(debian::CLIPPY);
                command.envs(self.variables()).env("CARGO", cargo());
                command
            }
        };
        command.arg("clippy");
        command
    }

    /// The variables that make cargo, or what calls it, use this compiler.
    pub fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        match self {
            Self::Default => Vec::new(),
            Self::Debian { linker } => vec![
                ("RUSTC", PathBuf::from(debian::RUSTC)),
                ("RUSTDOC", PathBuf::from(debian::RUSTDOC)),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.clone()),
            ],
        }
    }
}

/// What this machine has that can install a compiler.
struct Available {
    rustup: bool,
    rustup_failed_lately: bool,
    debian: bool,
}

/// Where the compiler is taken from.
#[derive(Debug, PartialEq, Eq)]
enum Source {
    RustupOnly,
    RustupThenDebian,
    DebianOnly,
    None,
}

fn choose_source(available: Available) -> Source {
    match (available.rustup, available.debian) {
        (true, true) if available.rustup_failed_lately => Source::DebianOnly,
        (true, true) => Source::RustupThenDebian,
        (true, false) => Source::RustupOnly,
        (false, true) => Source::DebianOnly,
        (false, false) => Source::None,
    }
}

fn add_target(runner: &Runner, limit: Duration) -> Result<()> {
    let step = Step {
        title: format!("Asking rustup for {WASM}"),
        usual_time: "about 20 s",
        limit,
        advice: format!("Where rustup's servers can be reached: `rustup target add {WASM}`."),
        output: Output::OnFailure,
    };
    runner.run(&step, Command::new("rustup").args(["target", "add", WASM]))
}

fn can_build(runner: &Runner, rustc: &Path, linker: Option<&Path>) -> Result<bool> {
    let Ok(sysroot) = runner.ask(Command::new(rustc).args(["--print", "sysroot"])) else {
        return Ok(false);
    };
    if !std_folder(Path::new(sysroot.trim())).is_dir() {
        return Ok(false);
    }
    let folder = env::temp_dir().join(format!("lockstep-probe-{}", std::process::id()));
    crate::cache::create_folder(&folder)?;
    let source = folder.join("probe.rs");
    fs::write(&source, PROBE).context("cannot write a probe")?;
    let mut command = Command::new(rustc);
    command
        .args(["--edition=2024", "--crate-type=cdylib", "--target", WASM])
        .args(["-Copt-level=1", "-Clto=fat", "-Cpanic=abort", "-o"])
        .arg(folder.join("probe.wasm"))
        .arg(&source);
    if let Some(linker) = linker {
        let mut option = OsString::from("linker=");
        option.push(linker);
        command.arg("-C").arg(option);
    }
    let works = runner.ask(&mut command).is_ok();
    crate::process::check_interrupt()?;
    fs::remove_dir_all(&folder).context("cannot remove a probe")?;
    Ok(works)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(rustup: bool, rustup_failed_lately: bool, debian: bool) -> Source {
        choose_source(Available { rustup, rustup_failed_lately, debian })
    }

    #[test]
    fn rustup_is_asked_first_and_debian_is_the_fallback() {
        assert_eq!(source(true, false, true), Source::RustupThenDebian);
        assert_eq!(source(true, true, true), Source::DebianOnly);
        assert_eq!(source(false, false, true), Source::DebianOnly);
    }

    #[test]
    fn rustup_alone_is_never_left_out() {
        assert_eq!(source(true, false, false), Source::RustupOnly);
        assert_eq!(source(true, true, false), Source::RustupOnly);
    }

    #[test]
    fn without_either_there_is_no_source() {
        assert_eq!(source(false, false, false), Source::None);
    }
}
