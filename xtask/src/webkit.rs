//! WebKit, in which the end-to-end tests run too: its small browser and what it takes to start and drive it without a screen.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::browser::on_path;
use crate::debian::Debian;
use crate::step::Runner;

/// What has to be on the PATH: the driver, a screen, a window manager and a message bus.
const PROGRAMS: [&str; 4] = ["WebKitWebDriver", "Xvfb", "openbox", "dbus-daemon"];
/// Debian's packages of all that. The driver's needs WebKit itself, with the browser in it.
const PACKAGES: [&str; 5] = ["webkit2gtk-driver", "xvfb", "xauth", "openbox", "dbus"];
/// Where distributions put the browser: these folders, or folders in them.
const FOLDERS: [&str; 3] = ["/usr/lib", "/usr/libexec", "/usr/lib64"];
/// In its folder, the newest first.
const BROWSERS: [&str; 3] = ["webkitgtk-6.0/MiniBrowser", "webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser"];

/// Can it be had on this system at all?
pub const fn exists() -> bool {
    cfg!(target_os = "linux")
}

/// Finds the browser's program and all that it needs, or installs Debian's.
pub fn prepare(runner: &Runner) -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    let debian = Debian::detect(runner).with_context(|| {
        format!(
            "no WebKit to test in: install WebKitGTK with its MiniBrowser, and {} on the PATH. \
             `cargo xtask test --browser chromium` does without",
            PROGRAMS.join(", ")
        )
    })?;
    debian.install(runner, &PACKAGES, "about 1 min")?;
    find().with_context(|| format!("Debian's {} are installed, but not all of their programs", PACKAGES.join(", ")))
}

fn find() -> Option<PathBuf> {
    PROGRAMS.iter().all(|name| on_path(name).is_some()).then(browser).flatten()
}

fn browser() -> Option<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).collect();
    folders.extend(FOLDERS.iter().flat_map(|folder| inside(Path::new(folder))));
    let mut candidates = BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.find(|path| path.is_file())
}
