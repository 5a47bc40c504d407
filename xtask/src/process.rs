//! A child process that never outlives this one.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How often a running child is looked at.
pub const POLL: Duration = Duration::from_millis(50);
/// How long a child may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(5);

/// Ctrl-C, or a request to terminate, came while a command was at work.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// How waiting for a child ended.
pub enum Outcome {
    /// It ended by itself.
    Ended(ExitStatus),
    /// It was still running at the time limit.
    StillRunning,
}

/// Makes Ctrl-C and SIGTERM end the children first, then this process.
pub fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("cannot listen for Ctrl-C")
}

/// An error once Ctrl-C was pressed.
pub fn check_interrupt() -> Result<(), Interrupted> {
    if INTERRUPTED.load(Ordering::SeqCst) { Err(Interrupted) } else { Ok(()) }
}

/// A running child and its own children; they are ended when this is dropped.
pub struct Process {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Process {
    /// Starts the command in a process group of its own, without standard input.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::null());
        // In a group of its own it can be ended with everything it started,
        // and Ctrl-C reaches it through us, once, in the right order.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { child, ended: None })
    }

    /// The exit status, if it has ended.
    pub fn poll(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().context("cannot watch a child")?;
        }
        Ok(self.ended)
    }

    /// Waits for the end, at most for `limit`. Calls `while_waiting` now and then.
    pub fn wait(&mut self, limit: Duration, mut while_waiting: impl FnMut()) -> Result<Outcome> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.poll()? {
                return Ok(Outcome::Ended(status));
            }
            check_interrupt()?;
            if started.elapsed() >= limit {
                return Ok(Outcome::StillRunning);
            }
            while_waiting();
            sleep(POLL);
        }
    }

    /// Waits for the end without a limit; Ctrl-C ends the waiting, with an error.
    pub fn wait_for_end(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.poll()? {
                return Ok(status);
            }
            check_interrupt()?;
            sleep(POLL);
        }
    }

    /// Asks the child and its children to end, and ends them after a grace time.
    fn stop(&mut self) {
        if self.ended.is_some() {
            return;
        }
        self.ask_to_end();
        self.wait_a_moment();
        // What it started may still be there.
        self.force_end();
        self.wait_a_moment();
    }

    fn wait_a_moment(&mut self) {
        let started = Instant::now();
        while started.elapsed() < GRACE {
            match self.child.try_wait() {
                Ok(None) => sleep(POLL),
                Ok(Some(_)) | Err(_) => break,
            }
        }
    }

    #[cfg(unix)]
    fn signal_group(&self, signal: nix::sys::signal::Signal) {
        let Ok(id) = i32::try_from(self.child.id()) else {
            return;
        };
        // The group is gone already when this fails, which is what we want.
        let _gone = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(id), signal);
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        self.signal_group(nix::sys::signal::Signal::SIGTERM);
    }

    #[cfg(unix)]
    fn force_end(&self) {
        self.signal_group(nix::sys::signal::Signal::SIGKILL);
    }

    #[cfg(not(unix))]
    fn ask_to_end(&mut self) {
        let _ended_already = self.child.kill();
    }

    #[cfg(not(unix))]
    fn force_end(&mut self) {
        let _ended_already = self.child.kill();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_child_ends_by_itself() {
        let mut process = Process::spawn(Command::new("sh").args(["-c", "exit 3"])).unwrap();
        match process.wait(Duration::from_secs(10), || {}).unwrap() {
            Outcome::Ended(status) => assert_eq!(status.code(), Some(3)),
            Outcome::StillRunning => panic!("still running"),
        }
    }

    #[test]
    fn dropping_ends_the_child_and_its_children() {
        let folder = std::env::temp_dir().join(format!("lockstep-process-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let id_file = folder.join("id");
        let script = format!("sleep 60 & echo $! > '{}'; wait", id_file.display());
        let mut process = Process::spawn(Command::new("sh").args(["-c", &script])).unwrap();
        let written = || std::fs::read_to_string(&id_file).unwrap_or_default();
        let started = Instant::now();
        while !written().ends_with('\n') {
            assert!(started.elapsed() < Duration::from_secs(10), "the script has not started its child");
            let outcome = process.wait(POLL, || {}).unwrap();
            assert!(matches!(outcome, Outcome::StillRunning));
        }
        drop(process);

        let id: i32 = written().trim().parse().unwrap();
        let started = Instant::now();
        // A killed grandchild may stay a moment as a zombie until init reaps it.
        while is_running(id) {
            assert!(started.elapsed() < Duration::from_secs(5), "{id} is still running");
            sleep(POLL);
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    fn is_running(id: i32) -> bool {
        let listed = Command::new("ps").args(["-o", "stat=", "-p", &id.to_string()]).output().unwrap();
        let state = String::from_utf8_lossy(&listed.stdout).trim().to_owned();
        !state.is_empty() && !state.starts_with('Z')
    }
}
