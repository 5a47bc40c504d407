//! `dev`: Trunk's server, which rebuilds and reloads the page at every change.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build_tools::BuildTools;
use crate::process::{Process, check_interrupt};
use crate::project::Project;
use crate::simulator;
use crate::step::{Runner, side_by_side};
use crate::tools::Tls;

const SIMULATOR_PORT: u16 = 8001;

/// The options of `dev`.
#[derive(clap::Args)]
pub struct Options {
    /// The backend's origin, such as `http://microscope.local:8001`. Without it a simulator is
    /// started. An https backend needs a certificate that this computer trusts.
    #[arg(long, value_parser = Backend::parse)]
    backend: Option<Backend>,
    /// The port at which the page is served.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Flags for `trunk serve`, such as `-- --open`.
    #[arg(last = true)]
    flags: Vec<OsString>,
}

/// A backend's origin: encryption, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Backend {
    encryption: Encryption,
    authority: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encryption {
    None,
    Tls,
}

impl Backend {
    fn parse(text: &str) -> Result<Self, String> {
        let (encryption, rest) = if let Some(rest) = text.strip_prefix("http://") {
            (Encryption::None, rest)
        } else if let Some(rest) = text.strip_prefix("https://") {
            (Encryption::Tls, rest)
        } else {
            return Err("it starts with http:// or https://".to_owned());
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
        if authority.is_empty() || !authority.chars().all(is_part) {
            return Err("it is a host and a port without a path, such as http://127.0.0.1:8001".to_owned());
        }
        Ok(Self { encryption, authority: authority.to_owned() })
    }

    fn simulator(port: u16) -> Self {
        Self { encryption: Encryption::None, authority: format!("127.0.0.1:{port}") }
    }

    /// What Trunk needs to pass requests on to it.
    fn tls(&self) -> Tls {
        match self.encryption {
            Encryption::None => Tls::NotNeeded,
            Encryption::Tls => Tls::Needed,
        }
    }

    /// Where REST calls go.
    fn http(&self) -> String {
        match self.encryption {
            Encryption::None => format!("http://{}", self.authority),
            Encryption::Tls => format!("https://{}", self.authority),
        }
    }

    /// Where the socket goes.
    fn websocket(&self) -> String {
        match self.encryption {
            Encryption::None => format!("ws://{}", self.authority),
            Encryption::Tls => format!("wss://{}", self.authority),
        }
    }
}

/// Prepares, then serves until Ctrl-C.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    simulator::require_free(options.port)?;
    let project = Project::find(runner)?;
    let (tools, backend, simulator) = match &options.backend {
        Some(backend) => (BuildTools::for_development(runner, backend.tls())?, backend.clone(), None),
        None => {
            let (tools, program) = side_by_side(
                || BuildTools::for_development(runner, Tls::NotNeeded),
                || simulator::build(&project, runner),
            )?;
            let port = simulator::free_port(SIMULATOR_PORT)?;
            let simulator = simulator::start(&program, port, None, &[])?;
            (tools, Backend::simulator(port), Some(simulator))
        }
    };
    let config = write_config(&project, &backend)?;
    println!(
        "\n  Open http://127.0.0.1:{} once the page is built (about a minute the first time).\
         \n  The backend is {}. Ctrl-C ends it.\n",
        options.port,
        backend.http()
    );
    let mut trunk = tools.trunk()?;
    trunk
        .current_dir(&project.root)
        .arg("serve")
        .arg("--config")
        .arg(config)
        .args(["--port", &options.port.to_string()])
        .args(&options.flags);
    let trunk = Process::spawn(&mut trunk)?;
    watch(trunk, simulator)
}

/// Waits for Ctrl-C; that one of the two ends by itself is an error.
fn watch(mut trunk: Process, mut simulator: Option<Process>) -> Result<()> {
    loop {
        check_interrupt()?;
        if let Some(status) = trunk.poll()? {
            bail!("trunk ended by itself ({status})");
        }
        if let Some(simulator) = &mut simulator
            && let Some(status) = simulator.poll()?
        {
            bail!("the simulator ended by itself ({status})");
        }
        std::thread::sleep(crate::process::POLL);
    }
}

/// Trunk takes one proxy from its command line, and two are needed.
fn write_config(project: &Project, backend: &Backend) -> Result<PathBuf> {
    let folder = project.generated()?;
    let path = folder.join("dev.toml");
    let trunk = project.root.join("Trunk.toml");
    let trunk = fs::read_to_string(&trunk).with_context(|| format!("cannot read {}", trunk.display()))?;
    let text = config(&trunk, &project.root.join("index.html"), &folder.join("dev"), backend)?;
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// What index.html says about the program, and what not, and what is done to it stand in Trunk.toml for development as
/// well.
fn config(trunk: &str, index: &Path, dist: &Path, backend: &Backend) -> Result<String> {
    let patterns: Vec<&str> = trunk.lines().filter(|line| line.starts_with("pattern_")).collect();
    let hooks = trunk.find("[[hooks]]").map_or("", |start| &trunk[start..]);
    // A JSON string of a path is a TOML string of it as well.
    let quoted = |path: &Path| serde_json::to_string(path).context("a path is not UTF-8");
    Ok(format!(
        "# Generated by `cargo xtask dev`.\n\
         [build]\ntarget = {target}\ndist = {dist}\nno_sri = true\n{patterns}\n\n\
         [[proxy]]\nbackend = \"{http}/imswitch/api\"\n\n\
         [[proxy]]\nbackend = \"{ws}/imswitch/socket.io/\"\nrewrite = \"/imswitch/socket.io\"\nws = true\n\n{hooks}",
        target = quoted(index)?,
        dist = quoted(dist)?,
        patterns = patterns.join("\n"),
        http = backend.http(),
        ws = backend.websocket(),
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_backend_is_an_origin() {
        let backend = Backend::parse("http://microscope.local:8001/").unwrap();
        assert_eq!(backend.http(), "http://microscope.local:8001");
        assert_eq!(backend.websocket(), "ws://microscope.local:8001");
        let backend = Backend::parse("https://[::1]").unwrap();
        assert_eq!(backend.websocket(), "wss://[::1]");
        for wrong in ["", "microscope:8001", "ftp://a", "http://", "http://a/ui", "http://a\"b"] {
            assert!(Backend::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn trunk_is_told_both_proxies_and_what_it_does_for_a_release() {
        let trunk =
            "[build]\ndist = \"dist\"\npattern_script = '<link href=\"{js}\">'\n\n[[hooks]]\nstage = \"build\"\n";
        let (index, dist) = (Path::new("/clone/index.html"), Path::new("/clone/target/xtask/dev"));
        let text = config(trunk, index, dist, &Backend::simulator(8001)).unwrap();
        assert!(text.contains("no_sri = true\npattern_script = '<link href=\"{js}\">'\n\n"));
        assert!(text.contains("target = \"/clone/index.html\"\n"));
        assert!(text.contains("backend = \"http://127.0.0.1:8001/imswitch/api\"\n"));
        assert!(text.contains("backend = \"ws://127.0.0.1:8001/imswitch/socket.io/\"\n"));
        assert!(text.ends_with("\n\n[[hooks]]\nstage = \"build\"\n"));
    }
}
