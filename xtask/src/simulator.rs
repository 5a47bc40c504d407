//! Builds the simulated backend and runs it.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::duration::minutes;
use crate::process::{Outcome, Process};
use crate::project::Project;
use crate::rust::cargo;
use crate::step::{Output, Runner, Step};

/// How long the simulator may take until it accepts connections.
const START_LIMIT: Duration = Duration::from_secs(15);
/// How long one attempt to connect to it may take.
const CONNECT_LIMIT: Duration = Duration::from_millis(500);

/// Builds the simulator and returns its program. It is a development build: what has to be quick is optimised there too.
pub fn build(project: &Project, runner: &Runner) -> Result<PathBuf> {
    let step = Step {
        title: "Building the simulator".to_owned(),
        usual_time: "about 30 s the first time",
        limit: minutes(30),
        advice: "The compiler's message above says what is wrong.".to_owned(),
        output: Output::OnFailure,
    };
    let mut command = Command::new(cargo());
    command.current_dir(&project.root).args(["build", "--package", "simulator"]);
    runner.run(&step, &mut command)?;
    let name = format!("simulator{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target.join("debug").join(name))
}

/// Starts the simulator on this port and waits until it accepts connections.
pub fn start(program: &Path, port: u16, page: Option<&Path>, flags: &[OsString]) -> Result<Process> {
    require_free(port)?;
    let mut command = Command::new(program);
    command.args(["--port", &port.to_string()]);
    if let Some(page) = page {
        command.arg("--page").arg(page);
    }
    let mut process = Process::spawn(command.args(flags))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let started = std::time::Instant::now();
    loop {
        if TcpStream::connect_timeout(&address, CONNECT_LIMIT).is_ok() {
            return Ok(process);
        }
        if let Outcome::Ended(status) = process.wait(Duration::from_millis(50), || {})? {
            bail!("the simulator ended at its start ({status}): see what it says above");
        }
        if started.elapsed() > START_LIMIT {
            bail!("the simulator does not accept connections at {address}");
        }
    }
}

/// An error that says what to do if something listens at this port.
pub fn require_free(port: u16) -> Result<()> {
    if !is_free(port)? {
        bail!("port {port} is in use: end the program that listens there, or choose another port with --port");
    }
    Ok(())
}

/// The preferred port, or another if something listens there.
pub fn free_port(preferred: u16) -> Result<u16> {
    if is_free(preferred)? {
        return Ok(preferred);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port of 127.0.0.1 is free")?;
    let address = listener.local_addr().context("a port without a number")?;
    Ok(address.port())
}

fn is_free(port: u16) -> Result<bool> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_closed_at_once) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Ok(false),
        Err(error) => Err(error).with_context(|| format!("port {port} can't be used")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_port_in_use_is_noticed_and_avoided() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(!is_free(port).unwrap());
        assert_ne!(free_port(port).unwrap(), port);

        let error = start(Path::new("never-started"), port, None, &[]).err().unwrap();
        assert!(error.to_string().contains("--port"), "{error}");
    }
}
