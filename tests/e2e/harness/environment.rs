//! What the tests are given: where page, servers and browser are.

use std::env;
use std::path::PathBuf;

/// The folder of the built page.
pub fn page() -> PathBuf {
    let folder = given("LOCKSTEP_PAGE", "the folder of the built page").unwrap_or_else(|why| panic!("{why}"));
    assert!(folder.join("index.html").is_file(), "LOCKSTEP_PAGE: there is no index.html in {}", folder.display());
    folder
}

/// The simulator's program.
pub fn simulator() -> PathBuf {
    let program = given("LOCKSTEP_SIMULATOR", "the simulator's program").unwrap_or_else(|why| panic!("{why}"));
    assert!(program.is_file(), "LOCKSTEP_SIMULATOR: there is no file {}", program.display());
    program
}

/// The program that puts the page on a server.
pub fn installer() -> PathBuf {
    given("LOCKSTEP_INSTALLER", "the program of the crate release").unwrap_or_else(|why| panic!("{why}"))
}

/// The program that plays a report.
pub fn replay() -> PathBuf {
    given("LOCKSTEP_REPLAY", "the program of the crate replay").unwrap_or_else(|why| panic!("{why}"))
}

/// Python's program.
pub fn python() -> PathBuf {
    given("LOCKSTEP_PYTHON", "the program of Python").unwrap_or_else(|why| panic!("{why}"))
}

/// The folder of the Python packages that `tests/peer` needs.
pub fn python_packages() -> PathBuf {
    let what = "the folder of the Python packages that tests/peer needs";
    let folder = given("LOCKSTEP_PYTHON_PACKAGES", what).unwrap_or_else(|why| panic!("{why}"));
    assert!(folder.is_dir(), "LOCKSTEP_PYTHON_PACKAGES: there is no folder {}", folder.display());
    folder
}

/// nginx' program.
pub fn nginx() -> PathBuf {
    given("LOCKSTEP_NGINX", "the program of nginx").unwrap_or_else(|why| panic!("{why}"))
}

/// The folder of nginx' modules.
pub fn nginx_modules() -> PathBuf {
    given("LOCKSTEP_NGINX_MODULES", "the folder of nginx' modules for brotli").unwrap_or_else(|why| panic!("{why}"))
}

/// The script of axe-core.
pub fn axe() -> PathBuf {
    given("LOCKSTEP_AXE", "the file axe.min.js of axe-core").unwrap_or_else(|why| panic!("{why}"))
}

/// The browser's program, where it is Chromium that is driven.
pub fn chromium() -> Result<PathBuf, String> {
    given("LOCKSTEP_CHROMIUM", "the program of Chrome or Chromium")
}

/// The same of Firefox.
pub fn firefox() -> Result<PathBuf, String> {
    given("LOCKSTEP_FIREFOX", "the program of Firefox")
}

/// The same of WebKit's small browser. Its driver, Xvfb, openbox and dbus-daemon are on the PATH.
pub fn webkit() -> Result<PathBuf, String> {
    let program = given("LOCKSTEP_WEBKIT", "the program MiniBrowser of WebKitGTK")?;
    if program.is_file() {
        Ok(program)
    } else {
        Err(format!("LOCKSTEP_WEBKIT: there is no file {}", program.display()))
    }
}

/// Where screenshots are to be written, if they are wanted.
pub fn screenshots() -> Option<PathBuf> {
    env::var_os("LOCKSTEP_SCREENSHOTS").map(PathBuf::from)
}

fn given(name: &str, what: &str) -> Result<PathBuf, String> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| {
        format!("{name} is not set: it names {what}. `cargo xtask test --only e2e` and `cargo xtask bench` build and set all.")
    })
}
