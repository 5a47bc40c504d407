//! What is done with the built page: `package`, `install`, `remove`. `cargo xtask` builds the page and calls this.

mod archive;
mod bill_of_materials;
mod checksum;
mod crates;
mod install;
mod multipart;
mod package;
mod page_files;
mod server;
mod wheel;
mod zip_file;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::page_files::PageFiles;
use crate::server::Server;

#[derive(Parser)]
#[command(name = "release")]
struct Arguments {
    #[command(subcommand)]
    command: Commands,
}

#[derive(Subcommand)]
enum Commands {
    /// Makes the files of a release: a zip file, a Python wheel, a container recipe, a list of what is in the page, checksums.
    Package {
        /// The built page.
        page: PathBuf,
        /// Where the files go.
        folder: PathBuf,
        /// The project that the page was built from.
        #[arg(long)]
        sources: PathBuf,
    },
    /// Puts the page on a microscope's server.
    Install {
        /// The built page, or a zip file made by `package`.
        page: PathBuf,
        /// The server, such as http://192.168.4.1:8001.
        #[arg(long)]
        to: String,
    },
    /// Takes the page away from a microscope's server.
    Remove {
        /// The server, such as http://192.168.4.1:8001.
        #[arg(long)]
        from: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Commands) -> Result<()> {
    match command {
        Commands::Package { page, folder, sources } => package::package(&PageFiles::read(&page)?, &sources, &folder)?,
        Commands::Install { page, to } => {
            let page = PageFiles::read(&page)?;
            let server = Server::connect(&to)?;
            let address = install::install(&page, &server)?;
            println!("\n  Open {address}\n");
        }
        Commands::Remove { from } => match install::remove(&Server::connect(&from)?)? {
            install::Removal::Removed => println!("  Lockstep is gone from {from}."),
            install::Removal::NotThere => println!("  Lockstep is not on {from}."),
        },
    }
    Ok(())
}
