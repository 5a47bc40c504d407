//! `test`: everything that has to pass, in order, up to the first failure.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::browser::Browser;
use crate::peer::Peer;
use crate::project::Project;
use crate::setup::Workshop;
use crate::step::{Output, Runner, Step, in_words, minutes};
use crate::toolchain::WASM;
use crate::{page, simulator};

/// The test target of the component tests; the others need no browser.
const COMPONENTS: &str = "browser";

/// What `test` can be told.
#[derive(clap::Args)]
pub struct Options {
    /// Does this part only.
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Words for the test runner of `--only native`, `wasm` or `e2e`, such as `-- reconnect`.
    #[arg(last = true, requires = "only")]
    words: Vec<OsString>,
}

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting.
    Fmt,
    /// Clippy's warnings, on both targets.
    Clippy,
    /// Tests that need no browser.
    Native,
    /// Tests of the components, in headless Chrome.
    Wasm,
    /// Page and simulator can be built for release.
    Page,
    /// The built page against the simulator and a second server, in Chromium.
    E2e,
}

const ORDER: [Part; 6] = [Part::Fmt, Part::Clippy, Part::Native, Part::Wasm, Part::Page, Part::E2e];

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "formatting",
            Self::Clippy => "clippy",
            Self::Native => "native tests",
            Self::Wasm => "component tests",
            Self::Page => "page and simulator",
            Self::E2e => "end-to-end tests",
        }
    }

    fn has_test_runner(self) -> bool {
        matches!(self, Self::Native | Self::Wasm | Self::E2e)
    }
}

/// Prepares, then runs the parts; an error if one fails.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    if let Some(part) = options.only
        && !part.has_test_runner()
        && !options.words.is_empty()
    {
        bail!("only native, wasm and e2e have a test runner that takes words");
    }
    let started = Instant::now();
    let (workshop, browser, peer) = Workshop::prepare_for_tests(runner)?;
    let preparing = started.elapsed();
    let checks = Checks { project: Project::find(runner)?, workshop, browser, peer, runner, words: &options.words };
    let parts = match options.only {
        Some(part) => vec![part],
        None => ORDER.to_vec(),
    };
    let mut lines = vec![line("preparing", "done", Some(preparing))];
    let mut result = Ok(());
    for part in parts {
        if result.is_err() {
            lines.push(line(part.name(), "not run", None));
            continue;
        }
        println!("\n{}", part.name().to_uppercase());
        let started = Instant::now();
        result = checks.run(part);
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        lines.push(line(part.name(), word, Some(started.elapsed())));
    }
    lines.push(line("total", "", Some(started.elapsed())));
    println!("\n{}", lines.join("\n"));
    result
}

fn line(name: &str, word: &str, time: Option<Duration>) -> String {
    let time = time.map(in_words).unwrap_or_default();
    format!("  {name:<20}{word:<9}{time:>12}").trim_end().to_owned()
}

struct Checks<'a> {
    project: Project,
    workshop: Workshop,
    browser: Browser,
    peer: Peer,
    runner: &'a Runner,
    words: &'a [OsString],
}

impl Checks<'_> {
    fn run(&self, part: Part) -> Result<()> {
        match part {
            Part::Fmt => self.formatting(),
            Part::Clippy => self.clippy(),
            Part::Native => self.native(),
            Part::Wasm => self.wasm(),
            Part::Page => self.build().map(|_simulator| ()),
            Part::E2e => self.end_to_end(),
        }
    }

    fn formatting(&self) -> Result<()> {
        let mut cargo = self.workshop.cargo()?;
        self.step(
            "Checking the formatting",
            "about 1 s",
            "`cargo fmt --all` formats everything.",
            cargo.args(["fmt", "--all", "--check"]),
        )
    }

    fn clippy(&self) -> Result<()> {
        let advice = "Clippy's messages above say what to change.";
        let mut native = self.workshop.clippy()?;
        // Those that no plain `cargo test` runs have to be named.
        native.args(["--workspace", "--all-targets", "--test", "e2e", "--test", "bench", "--", "-D", "warnings"]);
        self.step("Clippy, native", "about 60 s the first time", advice, &mut native)?;
        let mut wasm = self.workshop.clippy()?;
        wasm.args(["--package", "lockstep", "--target", WASM, "--lib", "--bins", "--test", COMPONENTS]);
        wasm.args(["--", "-D", "warnings"]);
        self.step("Clippy, wasm32", "about 60 s the first time", advice, &mut wasm)
    }

    fn native(&self) -> Result<()> {
        let mut cargo = self.workshop.cargo()?;
        cargo.args(["test", "--workspace"]);
        let advice = "`cargo xtask test --only native -- NAME` repeats one test.";
        self.tests("Native tests", "about 2 min the first time", advice, &mut cargo)
    }

    fn wasm(&self) -> Result<()> {
        let capabilities = self.project.generated()?.join("webdriver.json");
        fs::write(&capabilities, self.browser.capabilities())
            .with_context(|| format!("cannot write {}", capabilities.display()))?;
        let mut cargo = self.workshop.cargo()?;
        cargo
            .args(["test", "--package", "lockstep", "--target", WASM, "--test", COMPONENTS])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            // For all tests together, which take 2 min: a slow machine may need a lot more, and the step's own limit is later.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "1200")
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
            .env("CHROMEDRIVER", &self.browser.driver);
        let advice = "`cargo xtask test --only wasm -- NAME` repeats one test.";
        self.tests("Component tests in headless Chrome", "about 2 min the first time", advice, &mut cargo)
    }

    /// Builds page and simulator; returns the simulator's program.
    fn build(&self) -> Result<PathBuf> {
        page::build(&self.project, &self.workshop, self.runner)?;
        simulator::build(&self.project, &self.workshop, self.runner)
    }

    fn end_to_end(&self) -> Result<()> {
        let simulator = self.build()?;
        let mut cargo = self.workshop.cargo()?;
        cargo
            .args(["test", "--package", "lockstep", "--test", "e2e"])
            .env("LOCKSTEP_PAGE", self.project.page())
            .env("LOCKSTEP_SIMULATOR", simulator)
            .env("LOCKSTEP_CHROMIUM", &self.browser.program)
            .env("LOCKSTEP_PYTHON", &self.peer.python)
            .env("LOCKSTEP_PYTHON_PACKAGES", &self.peer.packages);
        let advice = "`cargo xtask test --only e2e -- NAME` repeats one test.";
        self.tests("End-to-end tests", "about 6 min", advice, &mut cargo)
    }

    fn tests(&self, title: &str, usual: &'static str, advice: &str, cargo: &mut Command) -> Result<()> {
        if !self.words.is_empty() {
            cargo.arg("--").args(self.words);
        }
        self.shown_step(title, usual, advice, cargo, Output::Shown)
    }

    fn step(&self, title: &str, usual: &'static str, advice: &str, command: &mut Command) -> Result<()> {
        self.shown_step(title, usual, advice, command, Output::OnFailure)
    }

    fn shown_step(
        &self,
        title: &str,
        usual: &'static str,
        advice: &str,
        command: &mut Command,
        output: Output,
    ) -> Result<()> {
        let step = Step { title: title.to_owned(), usual, limit: minutes(30), advice: advice.to_owned(), output };
        self.runner.run(&step, command.current_dir(&self.project.root))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_lines_up() {
        assert_eq!(
            line("clippy", "passed", Some(Duration::from_secs(42))),
            "  clippy              passed           42 s"
        );
        assert_eq!(line("native tests", "not run", None), "  native tests        not run");
    }
}
