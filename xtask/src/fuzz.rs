//! `fuzz`: feeds whatever reads bytes, and the state machine, with what a fuzzer finds. The targets are in `tests/fuzz`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::cache::{Cache, create_folder};
use crate::duration::minutes;
use crate::nightly::Nightly;
use crate::process::{Outcome, Process, check_interrupt};
use crate::project::Project;
use crate::step::{Output, Runner, Step};
use crate::tools::prepare_cargo_fuzz;

/// The fuzzer's own limit for memory, in MiB.
const MEMORY_MB: u32 = 512;
/// An input that takes longer has found something.
const INPUT_LIMIT_S: u32 = 10;
/// A target may take so much longer than it was told to: it begins with all that was found before.
const GRACE: Duration = minutes(5);
/// How much of a failed target's output is shown, in lines.
const TAIL_LINES: usize = 60;

/// The options of `fuzz`.
#[derive(clap::Args)]
pub struct Options {
    /// How long all targets take together, two side by side on two cores; each gets an equal share.
    #[arg(long, value_name = "N", default_value_t = 10)]
    minutes: u64,
    /// Runs this target only.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// Runs the target with this input, such as one that was found, and with no other.
    #[arg(long, value_name = "FILE", requires = "target")]
    input: Option<PathBuf>,
}

/// Runs the targets, all of them whatever fails; an error if one found something.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    let mut fuzzer = Fuzzer::build(&project, runner)?;
    if let Some(name) = &options.target {
        fuzzer.targets.retain(|target| target == name);
        if fuzzer.targets.is_empty() {
            bail!("there is no target {name}: see tests/fuzz/targets");
        }
    }
    if let (Some(target), Some(input)) = (&options.target, &options.input) {
        let step = Step {
            title: format!("Running {target} with one input"),
            usual_time: "about 1 s",
            limit: minutes(5),
            advice: "The lines above say what the input leads to.".to_owned(),
            output: Output::Shown,
        };
        return runner.run(&step, fuzzer.program(target).arg(input));
    }
    let workers = fuzzer.workers();
    let share = minutes(options.minutes).as_secs() * workers as u64 / fuzzer.targets.len() as u64;
    fuzzer.run_all(Duration::from_secs(share.max(1))).map(drop)
}

/// The built targets.
pub struct Fuzzer {
    programs: PathBuf,
    /// What is known to lead somewhere, committed.
    seeds: PathBuf,
    /// What was found beside, logs, and inputs that failed.
    found: PathBuf,
    targets: Vec<String>,
}

impl Fuzzer {
    /// Prepares nightly and cargo-fuzz, and builds all targets.
    pub fn build(project: &Project, runner: &Runner) -> Result<Self> {
        let nightly = Nightly::prepare(runner)?;
        let tools = prepare_cargo_fuzz(&Cache::open()?, runner)?;
        let folder = project.root.join("tests/fuzz");
        let target = project.target.join("fuzz");
        let cargo_fuzz = |action: &str| {
            let mut command = nightly.cargo();
            command.current_dir(&project.root).args(["fuzz", action, "--fuzz-dir"]).arg(&folder);
            if let Some(path) = &tools {
                command.env("PATH", path);
            }
            command
        };
        let listed = runner.ask(&mut cargo_fuzz("list"))?;
        let targets: Vec<String> =
            listed.lines().map(str::trim).filter(|name| !name.is_empty()).map(Into::into).collect();
        if targets.is_empty() {
            bail!("cargo fuzz lists no targets");
        }
        let step = Step {
            title: "Building the fuzz targets".to_owned(),
            usual_time: "about 1 min the first time",
            limit: minutes(15),
            advice: "The compiler's message above says what is wrong.".to_owned(),
            output: Output::OnFailure,
        };
        let mut build = cargo_fuzz("build");
        // No code of the project's is unsafe: what a sanitizer looks for can't be there, and it makes all three times slower.
        build.args(["--sanitizer", "none", "--target-dir"]).arg(&target);
        // Cargo-fuzz names the target of its own making; its programs are below that.
        runner.run(&step, &mut build)?;
        let programs = programs_folder(&target, &targets[0])?;
        Ok(Self { programs, seeds: folder.join("corpus"), found: project.target.join("fuzz-found"), targets })
    }

    fn workers(&self) -> usize {
        thread::available_parallelism().map_or(1, usize::from).min(self.targets.len())
    }

    /// Runs each target for so long, as many side by side as there are cores. Answers with a line about what was run.
    pub fn run_all(&self, each: Duration) -> Result<String> {
        let outcomes = side_by_side(self.workers(), &self.targets, |target| {
            let outcome = self.run(target, each);
            match &outcome {
                Ok(runs) => println!("  {target}: {runs} runs, nothing found"),
                Err(error) => eprintln!("  {target}: {error:#}"),
            }
            (target.as_str(), outcome)
        });
        check_interrupt()?;
        let failed: Vec<_> = outcomes.iter().filter(|(_, it)| it.is_err()).map(|(name, _)| *name).collect();
        if !failed.is_empty() {
            bail!("fuzzing found something in: {}", failed.join(", "));
        }
        let runs: u64 = outcomes.iter().filter_map(|(_, it)| it.as_ref().ok()).sum();
        Ok(format!("fuzzing: {} targets for {} s each, {runs} runs", outcomes.len(), each.as_secs()))
    }

    fn program(&self, target: &str) -> Command {
        let mut command = Command::new(self.programs.join(format!("{target}{}", std::env::consts::EXE_SUFFIX)));
        command.arg(format!("-rss_limit_mb={MEMORY_MB}")).arg(format!("-timeout={INPUT_LIMIT_S}"));
        command
    }

    /// Runs one target; answers with how many inputs it was run with.
    fn run(&self, target: &str, time: Duration) -> Result<u64> {
        check_interrupt()?;
        println!("• Fuzzing {target} ({} s)", time.as_secs());
        let found = self.found.join(target);
        create_folder(&found)?;
        let log = self.found.join(format!("{target}.log"));
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let copy = file.try_clone().context("cannot share a log file")?;
        let artifacts = format!("{}/{target}-", self.found.display());
        let mut command = self.program(target);
        command
            .arg(format!("-max_total_time={}", time.as_secs()))
            .args(["-print_final_stats=1", &format!("-artifact_prefix={artifacts}")])
            // What is new goes to the first of them.
            .args([found, self.seeds.join(target)])
            .stdout(file)
            .stderr(copy);
        let outcome = Process::spawn(&mut command)?.wait(time + GRACE, || {})?;
        let text = fs::read(&log).with_context(|| format!("cannot read {}", log.display()))?;
        let text = String::from_utf8_lossy(&text);
        let problem = match outcome {
            Outcome::Ended(status) if status.success() => {
                let runs = runs(&text).with_context(|| format!("{target} does not say how often it ran"))?;
                if runs == 0 {
                    bail!("{target} did not run once");
                }
                return Ok(runs);
            }
            Outcome::Ended(status) => format!("ended with {status}"),
            Outcome::StillRunning => "did not end in time".to_owned(),
        };
        let lines: Vec<_> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n  | ");
        bail!(
            "{problem}\n  | {tail}\n  All of it: {}\n  `cargo xtask fuzz --target {target} --input FILE` runs that input again; \
             inputs that failed are {artifacts}…",
            log.display()
        );
    }
}

/// Does a job for each item, so many at a time. What comes of them is in the order in which they ended.
fn side_by_side<'a, T: Sync, R: Send>(workers: usize, items: &'a [T], job: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    let waiting = Mutex::new(items.iter());
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    // A statement of its own, which gives the lock back before the job begins.
                    let next = locked(&waiting).next();
                    let Some(item) = next else { break };
                    let outcome = job(item);
                    locked(&outcomes).push(outcome);
                }
            });
        }
    });
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where cargo-fuzz has put the programs: below a folder that is called by the machine's own target.
fn programs_folder(target: &Path, name: &str) -> Result<PathBuf> {
    let program = format!("release/{name}{}", std::env::consts::EXE_SUFFIX);
    let folders = crate::cache::files(target)?;
    let folder = folders.into_iter().find(|folder| folder.join(&program).is_file());
    Ok(folder.with_context(|| format!("cargo fuzz has built no {name}"))?.join("release"))
}

/// How many inputs a target says that it was run with.
fn runs(output: &str) -> Option<u64> {
    let number = output.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    number.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::mpsc;
    use std::time::Duration;

    use super::{runs, side_by_side};

    #[test]
    fn the_number_of_runs_is_what_the_target_says() {
        let output = "#4096\tpulse\nDone 43769 runs in 16 second(s)\nstat::number_of_executed_units: 43769\n";
        assert_eq!(runs(output), Some(43_769));
        assert_eq!(runs("INFO: seed corpus"), None);
    }

    #[test]
    fn two_targets_run_at_the_same_time() {
        let (say, hear) = mpsc::channel();
        let hear = std::sync::Mutex::new(hear);
        // The first waits for what the second says.
        let met = side_by_side(2, &[1, 2], |item| match item {
            1 => hear.lock().unwrap().recv_timeout(Duration::from_secs(10)).is_ok(),
            _ => say.send(()).is_ok(),
        });
        assert_eq!(met, [true, true]);
    }
}
