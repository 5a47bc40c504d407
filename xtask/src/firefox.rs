//! Firefox, in which the end-to-end tests run too.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::browser::on_path;
use crate::debian::Debian;
use crate::step::Runner;

const PROGRAMS: [&str; 3] = ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/// Finds its program, or installs Debian's.
pub fn prepare(runner: &Runner) -> Result<PathBuf> {
    let find = || PROGRAMS.iter().find_map(|name| on_path(name));
    if let Some(program) = find() {
        return Ok(program);
    }
    let debian = Debian::detect(runner).context(
        "no Firefox on the PATH: install Firefox 140 or newer (https://www.mozilla.org/firefox/); it needs no driver. \
         `cargo xtask test --browser chromium` does without",
    )?;
    debian.install(runner, &["firefox-esr"], "about 30 s")?;
    find().context("Debian's firefox-esr is installed but not on the PATH")
}
