//! A server with the built page, as a process of its own: started, killed, started again, paused.

use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::environment;
use super::port::free_port;
use super::process::Guarded;

/// What a server runs.
pub trait Program {
    /// The command, without the port, the page, and the flags of a test.
    fn command() -> Command;
}

/// A running (or just killed) server. It ends with this value.
#[derive(Debug)]
pub struct Server<P> {
    process: Guarded,
    port: u16,
    /// The folder of the page that it serves.
    page: PathBuf,
    program: PhantomData<P>,
}

impl<P: Program> Server<P> {
    /// Starts one on a free port and waits until it listens.
    pub fn start(flags: &[&str]) -> Self {
        Self::serving(environment::page(), flags)
    }

    /// The same, with another page than the built one.
    pub fn serving(page: PathBuf, flags: &[&str]) -> Self {
        let port = free_port();
        Self { process: Self::spawn(port, &page, flags), port, page, program: PhantomData }
    }

    /// Kills it (SIGKILL): TCP connections just end.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on the same port, after [`Server::kill`].
    pub fn restart(&mut self, flags: &[&str]) {
        self.process = Self::spawn(self.port, &self.page, flags);
    }

    /// Stops the process without ending it (SIGSTOP): connections stay, and nothing answers.
    pub fn pause(&self) {
        self.process.signal("-STOP");
    }

    /// Lets it go on (SIGCONT).
    pub fn resume(&self) {
        self.process.signal("-CONT");
    }

    /// Its origin, which is also the page's address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of this path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url())
    }

    fn spawn(port: u16, page: &Path, flags: &[&str]) -> Guarded {
        let mut command = P::command();
        command.args(["--port", &port.to_string(), "--page"]).arg(page).args(flags);
        Guarded::listening(&mut command, port)
    }
}
