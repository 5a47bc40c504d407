//! The project's commands: `cargo xtask --help` lists them.

mod bench;
mod browser;
mod build;
mod build_tools;
mod cache;
mod checks;
mod debian;
mod dependencies;
mod dev;
mod duration;
mod engine;
mod firefox;
mod fuzz;
mod nginx;
mod nightly;
mod npm;
mod page;
mod part;
mod peer;
mod process;
mod project;
mod release;
mod replay;
mod report;
mod rust;
mod search;
mod serve;
mod setup;
mod simulator;
mod soak;
mod step;
mod toolchain;
mod tools;
mod version;
mod webkit;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Lockstep's commands. Each prepares what it needs and lacks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Commands,
    /// Shows the whole output of every step.
    #[arg(long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Commands {
    /// Prepares the compiler, the tools, the browser and the Python packages, and nothing else.
    Setup,
    /// Builds the page into `dist`, and says where that is and how large.
    Build,
    /// Builds the page and serves it together with a simulated backend.
    Serve(serve::Options),
    /// Serves the page from its sources: rebuilds and reloads at every change.
    Dev(dev::Options),
    /// Runs all tests, from formatting to the page in a real browser.
    Test(checks::Options),
    /// Uses the page at random while the backend is troubled, and looks for moments in which it is wrong.
    Search(search::Options),
    /// Leaves the page open, and says each minute what it holds and whether it was right.
    Soak(soak::Options),
    /// Feeds whatever reads bytes, and the state machine, with what a fuzzer finds.
    Fuzz(fuzz::Options),
    /// Measures what the page costs, beside a bare page that shows the same frames.
    Bench(bench::Options),
    /// Makes the files of a release: a zip file, a Python wheel, a container recipe, a list of what is in them, checksums.
    Package,
    /// Puts the page on a microscope's server, or takes it away.
    Install(release::InstallOptions),
    /// Plays what a report has recorded through the state machine again.
    Replay(replay::Options),
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<process::Interrupted>() => {
            eprintln!("Interrupted.");
            // What a shell reports for a program that Ctrl-C ended.
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    process::catch_interrupts()?;
    let runner = step::Runner::new(arguments.verbose)?;
    match &arguments.command {
        Commands::Setup => setup::run(&runner),
        Commands::Build => build::run(&runner),
        Commands::Serve(options) => serve::run(options, &runner),
        Commands::Dev(options) => dev::run(options, &runner),
        Commands::Test(options) => checks::run(options, &runner),
        Commands::Search(options) => search::run(options, &runner),
        Commands::Soak(options) => soak::run(options, &runner),
        Commands::Fuzz(options) => fuzz::run(options, &runner),
        Commands::Bench(options) => bench::run(options, &runner),
        Commands::Package => release::package(&runner),
        Commands::Install(options) => release::install(options, &runner),
        Commands::Replay(options) => replay::run(options, &runner),
    }
}
