//! The browser that tests run in, with its driver.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::debian::Debian;
use crate::step::Runner;
use crate::version::browser_major;

const BROWSERS: [&str; 6] = [
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const DRIVERS: [&str; 1] = ["chromedriver"];

/// Chrome or Chromium, and a chromedriver of the same version.
pub struct Browser {
    /// The browser's program.
    pub program: PathBuf,
    /// chromedriver's program.
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both, or installs Debian's.
    pub fn prepare(runner: &Runner) -> Result<Self> {
        if let Some(found) = Self::find(runner)? {
            return Ok(found);
        }
        let debian = Debian::detect(runner).context(
            "no Chrome or Chromium with its chromedriver on the PATH: install both, of one version \
             (https://googlechromelabs.github.io/chrome-for-testing/)",
        )?;
        debian.install(runner, &["chromium", "chromium-driver"], "about 30 s")?;
        Self::find(runner)?.context("Debian's chromium and chromium-driver are installed but not on the PATH")
    }

    fn find(runner: &Runner) -> Result<Option<Self>> {
        let Some(driver) = DRIVERS.iter().find_map(|name| on_path(name)) else {
            return Ok(None);
        };
        let browsers: Vec<_> = BROWSERS.iter().filter_map(|name| on_path(name)).collect();
        let driver_major = major(runner, &driver)?;
        let mut others = Vec::new();
        for program in browsers {
            let browser_major = major(runner, &program)?;
            if browser_major == driver_major {
                return Ok(Some(Self { program, driver }));
            }
            others.push(format!("{} is {browser_major}", program.display()));
        }
        if others.is_empty() {
            return Ok(None);
        }
        bail!(
            "{} is {driver_major}, but {}: install a chromedriver of the browser's version",
            driver.display(),
            others.join(", ")
        );
    }

    /// What wasm-bindgen's test runner asks chromedriver for, as JSON.
    pub fn capabilities(&self) -> String {
        serde_json::json!({
            "goog:chromeOptions": {
                "binary": self.program,
                "args": [
                    "--headless=new",
                    // Chromium refuses to run sandboxed as root, which containers often are;
                    // the only pages it opens here are our own.
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            },
        })
        .to_string()
    }
}

fn major(runner: &Runner, program: &Path) -> Result<u32> {
    let text = runner.ask(Command::new(program).arg("--version"))?;
    browser_major(&text).with_context(|| format!("{} names no version: {text:?}", program.display()))
}

/// The program's file, if it is in one of the PATH's folders.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    // An absolute name stays as it is when joined.
    let mut candidates = env::split_paths(&folders).map(|folder| folder.join(&file));
    candidates.find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_driver_is_told_which_browser_to_start() {
        let browser =
            Browser { program: PathBuf::from("/usr/bin/chromium"), driver: PathBuf::from("/usr/bin/chromedriver") };
        let value: serde_json::Value = serde_json::from_str(&browser.capabilities()).unwrap();
        let options = &value["goog:chromeOptions"];
        assert_eq!(options["binary"], "/usr/bin/chromium");
        assert!(options["args"].as_array().unwrap().contains(&"--headless=new".into()));
    }
}
