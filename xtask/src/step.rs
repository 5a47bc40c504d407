//! External steps: each says what it does and how long that usually takes, has a time limit, and on failure says what to do.

use std::fs::{self, File};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::cache;
use crate::duration::in_words;
use crate::process::{Interrupted, Outcome, Process};

/// How much of a failed step's output is shown, in lines.
const TAIL_LINES: usize = 80;
/// How often a long step says that it is still running.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(60);
/// How long a short question to a tool may take.
const QUESTION_LIMIT: Duration = Duration::from_secs(60);

/// What happens to a child's output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// Kept in a file, and its end shown if the step fails.
    OnFailure,
    /// Kept in a file, which the failure names. For steps whose failure is no surprise.
    LogOnly,
    /// Goes to the terminal.
    Shown,
}

/// What a step is called, how long it may take, and what to do when it fails.
pub struct Step {
    /// "Installing trunk 0.21.14".
    pub title: String,
    /// How long it takes on a small machine: "about 3 min".
    pub usual_time: &'static str,
    /// After this the child is ended and the step has failed.
    pub limit: Duration,
    /// What the person can do when it fails.
    pub advice: String,
    /// What happens to the child's output.
    pub output: Output,
}

/// Runs steps and keeps their output.
pub struct Runner {
    logs: PathBuf,
    verbose: bool,
}

impl Runner {
    /// Keeps logs in the cache; where it is `verbose`, steps show their whole output.
    pub fn new(verbose: bool) -> Result<Self> {
        let logs = cache::folder()?.join("logs");
        cache::create_folder(&logs)?;
        Ok(Self { logs, verbose })
    }

    /// Runs the command to its successful end.
    pub fn run(&self, step: &Step, command: &mut Command) -> Result<()> {
        let started = Instant::now();
        let shown = self.verbose || step.output == Output::Shown;
        println!("• {} ({})", step.title, step.usual_time);
        let log = self.log_file(&step.title, "log");
        if !shown {
            let file = create(&log)?;
            let copy = file.try_clone().context("cannot share a log file")?;
            command.stdout(file).stderr(copy);
        }
        let mut next_progress = PROGRESS_INTERVAL;
        let outcome = Process::spawn(command).with_context(|| step.advice.clone())?.wait(step.limit, || {
            // Output that is shown is progress enough.
            if !shown && started.elapsed() >= next_progress {
                println!("  {}: still running after {}", step.title, in_words(next_progress));
                next_progress += PROGRESS_INTERVAL;
            }
        })?;
        let took = in_words(started.elapsed());
        let problem = match outcome {
            Outcome::Ended(status) if status.success() => {
                println!("  {}: done in {took}", step.title);
                return if shown { Ok(()) } else { remove(&log) };
            }
            Outcome::Ended(status) => format!("failed ({status}) after {took}"),
            Outcome::StillRunning => format!("was ended at its limit of {}", in_words(step.limit)),
        };
        if !shown {
            match step.output {
                Output::LogOnly => println!("  its output: {}", log.display()),
                Output::OnFailure | Output::Shown => eprint!("{}", tail(&log)?),
            }
        }
        bail!("{}: {problem}\n  {}", step.title, step.advice);
    }

    /// What the command prints to its standard output. For short questions to tools.
    pub fn ask(&self, command: &mut Command) -> Result<String> {
        let name = command.get_program().display().to_string();
        let stdout_file = self.log_file(&name, "stdout");
        let stderr_file = self.log_file(&name, "stderr");
        command.stdout(create(&stdout_file)?).stderr(create(&stderr_file)?);
        let outcome = Process::spawn(command)?.wait(QUESTION_LIMIT, || {})?;
        let stdout = fs::read(&stdout_file).context("cannot read a tool's output")?;
        let stderr = fs::read(&stderr_file).context("cannot read a tool's messages")?;
        remove(&stdout_file)?;
        remove(&stderr_file)?;
        match outcome {
            Outcome::Ended(status) if status.success() => {
                String::from_utf8(stdout).with_context(|| format!("{name} does not answer in UTF-8"))
            }
            Outcome::Ended(status) => bail!("{name} failed ({status}): {}", String::from_utf8_lossy(&stderr).trim()),
            Outcome::StillRunning => bail!("{name} did not answer within {}", in_words(QUESTION_LIMIT)),
        }
    }

    /// A file of its own for each step and thread, in each running command.
    fn log_file(&self, title: &str, extension: &str) -> PathBuf {
        let thread = format!("{:?}", thread::current().id());
        self.logs.join(file_name(&format!("{title} {} {thread}", std::process::id()))).with_extension(extension)
    }
}

/// Does both at the same time; the error is that of either, or of both.
pub fn side_by_side<A, B: Send>(
    first: impl FnOnce() -> Result<A>,
    second: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        both(first, second.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Both values; the error is that of either, or of both.
pub fn both<A, B>(first: Result<A>, second: Result<B>) -> Result<(A, B)> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        // Ctrl-C ends both.
        (Err(first), Err(_)) if first.is::<Interrupted>() => Err(first),
        (Err(first), Err(second)) => Err(anyhow!("{first:#}\n\nerror: {second:#}")),
    }
}

fn file_name(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

fn create(path: &Path) -> Result<File> {
    File::create(path).with_context(|| format!("cannot write {}", path.display()))
}

fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))
}

/// The end of a log, in one piece: another step may be writing to the terminal.
fn tail(log: &Path) -> Result<String> {
    let bytes = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text.lines().collect();
    let first = lines.len().saturating_sub(TAIL_LINES);
    let mut tail: String = lines[first..].iter().map(|line| format!("  | {line}\n")).collect();
    if first > 0 {
        tail += &format!("  | ({first} earlier lines: {})\n", log.display());
    }
    Ok(tail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn titles_become_file_names() {
        assert_eq!(file_name("Installing wasm-bindgen-cli 0.2.130 (…)"), "installing-wasm-bindgen-cli-0-2-130");
        assert_eq!(file_name("/usr/bin/rustc"), "usr-bin-rustc");
    }

    #[test]
    fn of_two_things_done_at_once_every_error_is_told() {
        assert_eq!(side_by_side(|| Ok(1), || Ok('a')).unwrap(), (1, 'a'));
        let error = side_by_side(|| Ok(1), || bail!("no compiler") as Result<()>).unwrap_err();
        assert_eq!(format!("{error:#}"), "no compiler");
        let error = side_by_side(|| bail!("no tool") as Result<()>, || bail!("no compiler") as Result<()>);
        assert_eq!(format!("{:#}", error.unwrap_err()), "no tool\n\nerror: no compiler");
        let error = both::<(), ()>(Err(Interrupted.into()), Err(Interrupted.into())).unwrap_err();
        assert!(error.is::<Interrupted>());
    }
}
