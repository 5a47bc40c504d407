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
use crate::step::{Output, Runner, Step, minutes};

/// The target the page is built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Enough of a program to need the standard library, the linker and LTO.
const PROBE: &str = "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { \
    std::env::args().map(|word| word.len()).sum() }";

/// rustup hangs where its servers can't be reached. Where Debian's packages can stand
/// in, a minute is enough to notice; a slow line finishes the download another time.
const RUSTUP_LIMIT_WITH_FALLBACK: Duration = minutes(1);
/// Where nothing can stand in, a slow line gets its time.
const RUSTUP_LIMIT_ALONE: Duration = minutes(10);
/// After an unanswered attempt rustup is left alone for this long.
const RUSTUP_REST: Duration = minutes(7 * 24 * 60);
const RUSTUP_NOTE: &str = "rustup-did-not-answer";

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
        match way(Circumstances {
            has_rustup: runner.ask(Command::new("rustup").arg("--version")).is_ok(),
            rustup_is_resting: cache.age_of_note(RUSTUP_NOTE).is_some_and(|age| age < RUSTUP_REST),
            has_debian: debian.is_some(),
        }) {
            Way::RustupOnly => add_target(runner, RUSTUP_LIMIT_ALONE)?,
            Way::RustupFirst => {
                if let Err(error) = add_target(runner, RUSTUP_LIMIT_WITH_FALLBACK) {
                    crate::process::check_interrupt()?;
                    println!("  {error:#}\n  Taking Debian's compiler instead.");
                    cache.note(RUSTUP_NOTE, "`rustup target add` failed at this time\n")?;
                }
            }
            Way::DebianOnly => {}
            Way::Nothing => bail!(
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

    /// The program that is `cargo-clippy` here, where it isn't cargo's own.
    pub fn clippy(&self) -> Option<&'static str> {
        match self {
            Self::Default => None,
            Self::Debian { .. } => Some(debian::CLIPPY),
        }
    }

    /// The variables that make cargo, or what calls it, use this toolchain.
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

/// The `cargo` that started this program.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

struct Circumstances {
    has_rustup: bool,
    rustup_is_resting: bool,
    has_debian: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Way {
    RustupOnly,
    RustupFirst,
    DebianOnly,
    Nothing,
}

fn way(here: Circumstances) -> Way {
    match (here.has_rustup, here.has_debian) {
        (true, true) if here.rustup_is_resting => Way::DebianOnly,
        (true, true) => Way::RustupFirst,
        (true, false) => Way::RustupOnly,
        (false, true) => Way::DebianOnly,
        (false, false) => Way::Nothing,
    }
}

fn add_target(runner: &Runner, limit: Duration) -> Result<()> {
    let step = Step {
        title: format!("Asking rustup for {WASM}"),
        usual: "about 20 s",
        limit,
        advice: format!("Where rustup's servers can be reached: `rustup target add {WASM}`."),
        output: Output::OnFailure,
    };
    runner.run(&step, Command::new("rustup").args(["target", "add", WASM]))?;
    Ok(())
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

/// Where a compiler looks for the target's standard library.
pub fn std_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(has_rustup: bool, rustup_is_resting: bool, has_debian: bool) -> Circumstances {
        Circumstances { has_rustup, rustup_is_resting, has_debian }
    }

    #[test]
    fn rustup_is_asked_first_and_debian_stands_in() {
        assert_eq!(way(here(true, false, true)), Way::RustupFirst);
        assert_eq!(way(here(true, true, true)), Way::DebianOnly);
        assert_eq!(way(here(false, false, true)), Way::DebianOnly);
    }

    #[test]
    fn rustup_alone_is_never_left_out() {
        assert_eq!(way(here(true, false, false)), Way::RustupOnly);
        assert_eq!(way(here(true, true, false)), Way::RustupOnly);
    }

    #[test]
    fn without_either_there_is_no_way() {
        assert_eq!(way(here(false, false, false)), Way::Nothing);
    }
}
