//! Where this project's files are.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::cache::create_folder;
use crate::rust::cargo;
use crate::step::Runner;

/// The workspace's folders.
pub struct Project {
    /// Where Cargo.toml, Trunk.toml and index.html are.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
}

impl Project {
    /// Asks cargo, so that its settings and variables are followed.
    pub fn find(runner: &Runner) -> Result<Self> {
        let text = runner.ask(Command::new(cargo()).args(["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata's answer is not JSON")?;
        let folder = |name: &str| {
            let path = metadata[name].as_str().map(PathBuf::from);
            path.with_context(|| format!("cargo metadata names no {name}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// The built page.
    pub fn page(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A folder for files that these commands generate.
    pub fn generated(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        create_folder(&folder)?;
        Ok(folder)
    }
}
