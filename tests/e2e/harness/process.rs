//! A server as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::wait::wait_until;

/// How long a server may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Kills the process when its own standard input ends, which it does with the tests.
const GUARD: &str = r#"trap '' INT; read -r never; kill -KILL "$1""#;

/// A process that does not outlive the tests, not even when they are killed.
#[derive(Debug)]
pub struct Guarded {
    child: Child,
    guard: Child,
}

impl Guarded {
    /// Starts a server and waits until it says that it listens on this port.
    pub fn listening(command: &mut Command, port: u16) -> Self {
        let program = command.get_program().display().to_string();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("can't start {program}: {error}"));
        let mut process = Self::new(child);
        let mut lines = BufReader::new(process.child.stdout.take().unwrap());
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            drop(lines.read_line(&mut line));
            // The receiver has given up when nobody listens.
            drop(sender.send(line));
        });
        match receiver.recv_timeout(START_LIMIT) {
            Ok(line) if line.trim() == format!("listening on http://127.0.0.1:{port}") => process,
            other => panic!("{program} does not say that it listens on port {port}, but {other:?}"),
        }
    }

    /// Starts a server that says nothing, and waits until it takes connections on this port.
    pub fn accepting(command: &mut Command, port: u16) -> Self {
        let program = command.get_program().display().to_string();
        let child = command.stdin(Stdio::null()).spawn().unwrap_or_else(|why| panic!("can't start {program}: {why}"));
        let mut process = Self::new(child);
        let is_there = || {
            let ended = process.child.try_wait().unwrap();
            assert!(ended.is_none(), "{program} has ended: {}", ended.unwrap_or_default());
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        };
        assert!(wait_until(START_LIMIT, is_there), "{program} does not listen on port {port}");
        process
    }

    fn new(child: Child) -> Self {
        let guard = Command::new("sh")
            .args(["-c", GUARD, "sh", &child.id().to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("can't start a shell: {error}"));
        Self { child, guard }
    }

    /// Sends it a signal, such as `-STOP`.
    pub fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success(), "kill {signal} failed");
    }

    /// Kills it (SIGKILL).
    pub fn kill(&mut self) {
        // The guard first: the process's number may belong to another one afterwards. What has ended is no trouble.
        for child in [&mut self.guard, &mut self.child] {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.kill();
    }
}
