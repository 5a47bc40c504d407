//! One external step: it says what it does and how long that usually takes, has a
//! time limit, and on failure says what to do.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::cache;
use crate::process::{Outcome, Process};

/// How much of a failed step's output is shown, in lines.
const TAIL_LINES: usize = 80;
/// How often a long step says that it is still at work.
const STILL_AT_WORK: Duration = Duration::from_secs(60);

/// What happens to a child's output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// Kept in a file, and its end shown if the step fails.
    OnFailure,
    /// Kept in a file, which the failure names. For steps whose failure is no surprise.
    Kept,
    /// Goes to the terminal.
    Shown,
}

/// What a step is called, what it may take, and what to do when it fails.
pub struct Step {
    /// "Installing trunk 0.21.14", for the person who waits.
    pub title: String,
    /// How long it takes on a small machine: "about 3 min".
    pub usual: &'static str,
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
    shows_everything: bool,
}

impl Runner {
    /// Keeps logs in the cache; with `shows_everything` steps print all they have to say.
    pub fn new(shows_everything: bool) -> Result<Self> {
        let logs = cache::folder()?.join("logs");
        cache::create_folder(&logs)?;
        Ok(Self { logs, shows_everything })
    }

    /// Runs the command to its successful end and returns how long that took.
    pub fn run(&self, step: &Step, command: &mut Command) -> Result<Duration> {
        let started = Instant::now();
        let shown = self.shows_everything || step.output == Output::Shown;
        println!("• {} ({})", step.title, step.usual);
        let log = self.log_file(&step.title, "log");
        if !shown {
            let file = create(&log)?;
            let copy = file.try_clone().context("cannot share a log file")?;
            command.stdout(file).stderr(copy);
        }
        let mut next_word = STILL_AT_WORK;
        let outcome = Process::spawn(command).with_context(|| step.advice.clone())?.wait(step.limit, || {
            // What is shown speaks for itself.
            if !shown && started.elapsed() >= next_word {
                println!("  … still at it after {}", in_words(next_word));
                next_word += STILL_AT_WORK;
            }
        })?;
        let took = started.elapsed();
        let problem = match outcome {
            Outcome::Ended(status) if status.success() => {
                println!("  done in {}", in_words(took));
                if !shown {
                    remove(&log)?;
                }
                return Ok(took);
            }
            Outcome::Ended(status) => format!("failed ({status}) after {}", in_words(took)),
            Outcome::StillRunning => format!("was ended at its limit of {}", in_words(step.limit)),
        };
        if !shown {
            match step.output {
                Output::Kept => println!("  it said: {}", log.display()),
                _ => print_tail(&log)?,
            }
        }
        bail!("{}: {problem}\n  {}", step.title, step.advice);
    }

    /// What the command prints to its standard output. For short questions to tools.
    pub fn ask(&self, command: &mut Command) -> Result<String> {
        let limit = Duration::from_secs(60);
        let name = command.get_program().display().to_string();
        let answers = self.log_file(&name, "answer");
        let complaints = self.log_file(&name, "complaint");
        command.stdout(create(&answers)?).stderr(create(&complaints)?);
        let outcome = Process::spawn(command)?.wait(limit, || {})?;
        let answer = fs::read(&answers).context("cannot read a tool's answer")?;
        let complaint = fs::read(&complaints).context("cannot read a tool's complaint")?;
        remove(&answers)?;
        remove(&complaints)?;
        match outcome {
            Outcome::Ended(status) if status.success() => {
                String::from_utf8(answer).with_context(|| format!("{name} does not answer in UTF-8"))
            }
            Outcome::Ended(status) => {
                let complaint = String::from_utf8_lossy(&complaint);
                bail!("{name} failed ({status}): {}", complaint.trim());
            }
            Outcome::StillRunning => bail!("{name} did not answer within {}", in_words(limit)),
        }
    }

    fn log_file(&self, title: &str, kind: &str) -> PathBuf {
        // Two commands may be at work in one clone.
        let name = format!("{}-{}.{kind}", file_name(title), std::process::id());
        self.logs.join(name)
    }
}

/// A time as a person says it: "0.4 s", "42 s", "3 min 5 s".
pub fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{} min {} s", seconds / 60, seconds % 60)
    } else if seconds >= 10 {
        format!("{seconds} s")
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// A number of minutes.
pub const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
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

fn print_tail(log: &Path) -> Result<()> {
    let bytes = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text.lines().collect();
    let first = lines.len().saturating_sub(TAIL_LINES);
    for line in &lines[first..] {
        eprintln!("  | {line}");
    }
    if first > 0 {
        eprintln!("  | ({first} earlier lines: {})", log.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_a_person_says_them() {
        assert_eq!(in_words(Duration::from_millis(420)), "0.4 s");
        assert_eq!(in_words(Duration::from_secs(42)), "42 s");
        assert_eq!(in_words(Duration::from_secs(185)), "3 min 5 s");
    }

    #[test]
    fn titles_become_file_names() {
        assert_eq!(file_name("Installing wasm-bindgen-cli 0.2.130 (…)"), "installing-wasm-bindgen-cli-0-2-130");
        assert_eq!(file_name("/usr/bin/rustc"), "usr-bin-rustc");
    }
}
