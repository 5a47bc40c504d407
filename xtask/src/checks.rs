//! `test`: everything that has to pass, in order. All parts are run, whatever fails before them.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::browser::Browser;
use crate::build_tools::BuildTools;
use crate::cache::Cache;
use crate::dependencies;
use crate::duration::minutes;
use crate::engine::Engine;
use crate::firefox;
use crate::fuzz::Fuzzer;
use crate::nginx::Nginx;
use crate::npm;
use crate::page;
use crate::part::{ORDER, Part};
use crate::peer::Peer;
use crate::process::Interrupted;
use crate::project::Project;
use crate::release;
use crate::replay;
use crate::report::{Outcome, Report};
use crate::rust::{WASM, cargo};
use crate::search;
use crate::step::{Output, Runner, Step, both};
use crate::toolchain::Toolchain;
use crate::webkit;

/// The test target of the component tests; the others need no browser.
const COMPONENTS: &str = "browser";
/// How long each fuzz target runs.
const FUZZ_EACH: Duration = Duration::from_secs(30);

/// The options of `test`.
#[derive(clap::Args)]
pub struct Options {
    /// Runs this part only.
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Runs the end-to-end tests in this browser only, and nothing else.
    #[arg(long, value_name = "NAME", conflicts_with = "only")]
    browser: Option<Engine>,
    /// Arguments for the test runner of `--only native`, `wasm` or `e2e`, or of `--browser`, such as `-- reconnect`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// Runs the parts, each of which prepares what it needs; an error if one failed.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    let only = options.only.or(options.browser.map(Part::of_engine));
    if !options.arguments.is_empty() && !only.is_some_and(Part::has_test_runner) {
        bail!("arguments are for one test runner: that of --only native, wasm or e2e, or of --browser");
    }
    let parts = match only {
        Some(part) => vec![part],
        None => ORDER.to_vec(),
    };
    let mut checks = Checks {
        project: Project::find(runner)?,
        runner,
        arguments: &options.arguments,
        simulator: None,
        notes: Vec::new(),
    };
    let mut report = Report::default();
    for part in parts {
        if part == Part::E2eWebkit && only.is_none() && !webkit::exists() {
            report.note("WebKit: nothing was looked at: there is a driver for it on Linux only".to_owned());
            continue;
        }
        if let Some(needed) = part.needs().filter(|needed| report.has_failed(needed.name())) {
            report.add(part.name(), Outcome::NotRun { failed: needed.name() });
            continue;
        }
        println!("\n{}", part.name().to_uppercase());
        let started = Instant::now();
        let outcome = match checks.run(part) {
            Ok(()) => Outcome::Passed(started.elapsed()),
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => {
                eprintln!("\nerror: {error:#}");
                Outcome::Failed(started.elapsed())
            }
        };
        report.add(part.name(), outcome);
    }
    checks.notes.into_iter().for_each(|note| report.note(note));
    println!("\n{}", report.lines());
    report.verdict()
}

struct Checks<'a> {
    project: Project,
    runner: &'a Runner,
    /// For the test runner.
    arguments: &'a [OsString],
    /// The simulator's program, once it and the page are built.
    simulator: Option<PathBuf>,
    /// What was not looked at.
    notes: Vec<String>,
}

impl Checks<'_> {
    fn run(&mut self, part: Part) -> Result<()> {
        match part {
            Part::Fmt => self.formatting(),
            Part::Clippy => self.clippy(),
            Part::Dependencies => {
                self.notes.extend(dependencies::check(&self.project, self.runner)?);
                Ok(())
            }
            Part::Native => self.native(),
            Part::Wasm => self.wasm(),
            Part::Page => {
                self.build()?;
                page::check_same_again(&self.project, self.runner)
            }
            Part::Fuzz => {
                self.notes.push(Fuzzer::build(&self.project, self.runner)?.run_all(FUZZ_EACH)?);
                Ok(())
            }
            Part::E2e => self.end_to_end(Engine::Chromium),
            Part::E2eFirefox => self.end_to_end(Engine::Firefox),
            Part::E2eWebkit => self.end_to_end(Engine::Webkit),
            Part::Search => self.search(),
        }
    }

    fn formatting(&self) -> Result<()> {
        self.step(
            "Checking the formatting",
            "about 1 s",
            "`cargo fmt --all` formats everything.",
            Command::new(cargo()).args(["fmt", "--all", "--check"]),
        )?;
        self.step(
            "Checking the fuzz targets' formatting",
            "about 1 s",
            "`cargo fmt --manifest-path tests/fuzz/Cargo.toml` formats them.",
            Command::new(cargo()).args(["fmt", "--manifest-path", "tests/fuzz/Cargo.toml", "--check"]),
        )
    }

    fn clippy(&self) -> Result<()> {
        let toolchain = Toolchain::prepare(&Cache::open()?, self.runner)?;
        let advice = "Clippy's messages above say what to change.";
        let mut native = toolchain.clippy();
        // Those that no plain `cargo test` runs have to be named.
        native.args(["--workspace", "--all-targets"]);
        native.args(["e2e", "bench", "search", "soak"].map(|name| ["--test", name]).as_flattened());
        native.args(["--", "-D", "warnings"]);
        let mut wasm = toolchain.clippy();
        wasm.args(["--package", "lockstep", "--target", WASM, "--lib", "--bins", "--test", COMPONENTS]);
        wasm.args(["--", "-D", "warnings"]);
        let usual_time = "about 60 s the first time";
        both(
            self.step("Clippy, native", usual_time, advice, &mut native),
            self.step("Clippy, wasm32", usual_time, advice, &mut wasm),
        )?;
        Ok(())
    }

    fn native(&self) -> Result<()> {
        let mut command = Command::new(cargo());
        command.args(["test", "--workspace", "--no-fail-fast"]);
        let advice = "`cargo xtask test --only native -- NAME` repeats one test.";
        self.tests("Native tests", "about 2 min the first time", advice, &mut command)
    }

    fn wasm(&self) -> Result<()> {
        let tools = BuildTools::for_component_tests(self.runner)?;
        let browser = Browser::prepare(self.runner)?;
        let capabilities = self.project.generated()?.join("webdriver.json");
        fs::write(&capabilities, browser.capabilities())
            .with_context(|| format!("cannot write {}", capabilities.display()))?;
        let mut command = tools.cargo()?;
        command
            .args(["test", "--package", "lockstep", "--target", WASM, "--test", COMPONENTS])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            // For all tests together, which take 2 min: a slow machine may need a lot more, and the step's own limit is
            // later.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "1200")
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
            .env("CHROMEDRIVER", &browser.driver);
        let advice = "`cargo xtask test --only wasm -- NAME` repeats one test.";
        self.tests("Component tests in headless Chrome", "about 2 min the first time", advice, &mut command)
    }

    /// Builds page and simulator, and answers with the simulator's program.
    fn build(&mut self) -> Result<PathBuf> {
        let simulator = page::build_with_simulator(&self.project, self.runner)?;
        Ok(self.simulator.insert(simulator).clone())
    }

    /// The simulator's program. It is built with the page, if that was not done before.
    fn built_simulator(&mut self) -> Result<PathBuf> {
        match self.simulator.clone() {
            Some(program) => Ok(program),
            None => self.build(),
        }
    }

    fn search(&mut self) -> Result<()> {
        let simulator = self.built_simulator()?;
        search::random_use(&self.project, self.runner, &simulator, search::IN_TESTS, None)
    }

    fn end_to_end(&mut self, engine: Engine) -> Result<()> {
        let simulator = self.built_simulator()?;
        let mut command = Command::new(cargo());
        command
            .args(["test", "--package", "lockstep", "--test", "e2e"])
            .env("LOCKSTEP_BROWSER", engine.name())
            .env("LOCKSTEP_PAGE", self.project.page())
            .env("LOCKSTEP_SIMULATOR", simulator);
        let axe = npm::prepare(&Cache::open()?, self.runner, &npm::AXE)?;
        command.env("LOCKSTEP_AXE", axe.join("axe-core/axe.min.js"));
        match engine {
            Engine::Chromium => {
                let nginx = Nginx::prepare(self.runner)?;
                command.env("LOCKSTEP_NGINX", nginx.program).env("LOCKSTEP_NGINX_MODULES", nginx.modules);
                let peer = Peer::prepare(self.runner)?;
                command
                    .env("LOCKSTEP_CHROMIUM", Browser::prepare(self.runner)?.program)
                    .env("LOCKSTEP_INSTALLER", release::build(&self.project, self.runner)?)
                    .env("LOCKSTEP_REPLAY", replay::build(&self.project, self.runner)?)
                    .env("LOCKSTEP_PYTHON", &peer.python)
                    .env("LOCKSTEP_PYTHON_PACKAGES", &peer.packages);
            }
            Engine::Firefox => {
                command.env("LOCKSTEP_FIREFOX", firefox::prepare(self.runner)?);
            }
            Engine::Webkit => {
                command.env("LOCKSTEP_WEBKIT", webkit::prepare(self.runner)?);
            }
        }
        if self.arguments.is_empty() {
            command.arg("--").args(engine.areas().unwrap_or_default());
        }
        let notes = self.project.generated()?.join("not-looked-at");
        fs::write(&notes, "").with_context(|| format!("cannot write {}", notes.display()))?;
        command.env("LOCKSTEP_NOT_LOOKED_AT", &notes);
        let name = engine.name();
        let advice = format!("`cargo xtask test --browser {} -- NAME` repeats one test.", name.to_lowercase());
        let tested = self.tests(&format!("End-to-end tests in {name}"), engine.usual_time(), &advice, &mut command);
        if engine.areas().is_some() && self.arguments.is_empty() {
            let notes = fs::read_to_string(&notes).with_context(|| format!("cannot read {}", notes.display()))?;
            let note = engine.not_looked_at(&self.list_e2e(&[])?, &self.list_e2e(&["--ignored"])?, &notes);
            self.notes.push(note);
        }
        tested
    }

    /// The end-to-end tests that there are.
    fn list_e2e(&self, flags: &[&str]) -> Result<String> {
        let mut command = Command::new(cargo());
        command.args(["test", "--quiet", "--package", "lockstep", "--test", "e2e", "--", "--list"]).args(flags);
        self.runner.ask(command.current_dir(&self.project.root))
    }

    fn tests(&self, title: &str, usual_time: &'static str, advice: &str, command: &mut Command) -> Result<()> {
        if !self.arguments.is_empty() {
            command.arg("--").args(self.arguments);
        }
        self.step_with_output(title, usual_time, advice, command, Output::Shown)
    }

    fn step(&self, title: &str, usual_time: &'static str, advice: &str, command: &mut Command) -> Result<()> {
        self.step_with_output(title, usual_time, advice, command, Output::OnFailure)
    }

    fn step_with_output(
        &self,
        title: &str,
        usual_time: &'static str,
        advice: &str,
        command: &mut Command,
        output: Output,
    ) -> Result<()> {
        let step = Step { title: title.to_owned(), usual_time, limit: minutes(30), advice: advice.to_owned(), output };
        self.runner.run(&step, command.current_dir(&self.project.root))
    }
}
