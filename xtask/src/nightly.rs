//! The nightly compiler, which only fuzzing takes.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::duration::minutes;
use crate::step::{Output, Runner, Step};

/// A slow connection gets so much time to download one; where rustup's servers can't be reached, it hangs.
const INSTALL_LIMIT: Duration = minutes(5);
const ADVICE: &str = "Fuzzing takes a nightly compiler: `rustup toolchain install nightly --profile minimal`.";

/// A toolchain of rustup's.
pub struct Nightly {
    name: String,
}

impl Nightly {
    /// Finds a nightly toolchain, or has rustup install one.
    pub fn prepare(runner: &Runner) -> Result<Self> {
        if let Some(found) = Self::find(runner)? {
            return Ok(found);
        }
        let step = Step {
            title: "Asking rustup for a nightly compiler".to_owned(),
            usual_time: "about 1 min",
            limit: INSTALL_LIMIT,
            advice: ADVICE.to_owned(),
            output: Output::OnFailure,
        };
        let mut command = Command::new("rustup");
        runner.run(
            &step,
            command.args(["toolchain", "install", "nightly", "--profile", "minimal", "--no-self-update"]),
        )?;
        Self::find(runner)?.context(ADVICE)
    }

    fn find(runner: &Runner) -> Result<Option<Self>> {
        let listed = runner.ask(Command::new("rustup").args(["toolchain", "list"])).context(ADVICE)?;
        Ok(newest(&listed).map(|name| Self { name: name.to_owned() }))
    }

    /// `cargo` of this toolchain, whatever compiler the rest of the project is built with.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new("rustup");
        command.args(["run", &self.name, "cargo"]);
        for variable in ["RUSTC", "RUSTDOC", "RUSTFLAGS", "CARGO"] {
            command.env_remove(variable);
        }
        command
    }
}

/// The toolchain that is called just nightly, or the latest of a date, in what `rustup toolchain list` prints.
fn newest(listed: &str) -> Option<&str> {
    let names = listed.lines().filter_map(|line| line.split_whitespace().next());
    let nightlies = names.filter(|name| name.starts_with("nightly"));
    // "nightly-x86_64…" comes after "nightly-2026…".
    nightlies.max()
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn the_newest_nightly_is_taken() {
        let listed = "stable-x86_64-unknown-linux-gnu (active, default)\nnightly-2026-01-01-x86_64-unknown-linux-gnu\n\
            nightly-2026-03-01-x86_64-unknown-linux-gnu\n";
        assert_eq!(newest(listed), Some("nightly-2026-03-01-x86_64-unknown-linux-gnu"));
        let with_channel = format!("{listed}nightly-x86_64-unknown-linux-gnu\n1.95.0-x86_64-unknown-linux-gnu\n");
        assert_eq!(newest(&with_channel), Some("nightly-x86_64-unknown-linux-gnu"));
        assert_eq!(newest("stable-x86_64-unknown-linux-gnu (default)\n"), None);
        assert_eq!(newest("no installed toolchains\n"), None);
    }
}
