//! `serve`: the page and a simulated backend at one address.

use std::ffi::OsString;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::step::Runner;
use crate::{page, simulator};

/// The options of `serve`.
#[derive(clap::Args)]
pub struct Options {
    /// The port at which page and API are served.
    #[arg(long, default_value_t = 8001)]
    port: u16,
    /// Flags for the simulator, such as `-- --fps 30 --auto-start`.
    #[arg(last = true)]
    flags: Vec<OsString>,
}

/// Prepares, builds, and serves until Ctrl-C.
pub fn run(options: &Options, runner: &Runner) -> Result<()> {
    // Better said before the builds than after them.
    simulator::require_free(options.port)?;
    let project = Project::find(runner)?;
    let program = page::build_with_simulator(&project, runner)?;
    let mut simulator = simulator::start(&program, options.port, Some(&project.page()), &options.flags)?;
    println!("\n  Open http://127.0.0.1:{}\n\n  Ctrl-C ends it.\n", options.port);
    let status = simulator.wait_for_end()?;
    bail!("the simulator ended by itself ({status})")
}
