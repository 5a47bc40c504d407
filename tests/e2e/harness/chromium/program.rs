//! The browser's process, and its profiles.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::json;

use super::cdp::Connection;
use super::tab::ChromiumTab;
use crate::harness::console::Console;
use crate::harness::driver::{Browser, Driver};
use crate::harness::environment;
use crate::harness::tab::Visit;

/// Gives the browser its pipe as file descriptors 3 and 4, as it wants it, and a folder for the time that it lives.
/// It ends when the pipe does, so it can't outlive the tests, however they end.
const SHELL: &str = r#"
    trap '' INT
    profile=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-e2e-XXXXXXXX") || exit 1
    "$@" --user-data-dir="$profile" 3<&0 4>&1 </dev/null >"$profile/browser.log" 2>&1
    rm -rf -- "$profile"
"#;

const FLAGS: [&str; 14] = [
    "--headless=new",
    // Chromium refuses to run sandboxed as root, which containers often are; the only pages it opens are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Several tabs are looked at in the same moment: none counts as covered or in the background.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
];

static CONNECTION: LazyLock<Result<Connection, String>> = LazyLock::new(|| start(&environment::chromium()?));

fn start(program: &Path) -> Result<Connection, String> {
    let mut child = Command::new("sh")
        .args(["-c", SHELL, "sh"])
        .arg(program)
        .args(FLAGS)
        .arg("about:blank")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("can't start a shell: {error}"))?;
    let pipe = child.stdin.take().zip(child.stdout.take()).ok_or("the shell has no pipe")?;
    let connection = Connection::new(pipe.0, pipe.1);
    match connection.call(None, "Browser.getVersion", json!({})) {
        Ok(_) => Ok(connection),
        Err(why) => {
            Err(format!("LOCKSTEP_CHROMIUM: {} does not start as a headless browser: {why}", program.display()))
        }
    }
}

/// The connection to the browser, which is started when it is first needed.
pub fn connection() -> &'static Connection {
    CONNECTION.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

/// The browser, which is running.
pub struct Chromium(());

impl Chromium {
    pub fn start() -> Result<Self, String> {
        CONNECTION.as_ref().map(|_| Self(())).map_err(String::clone)
    }
}

impl Browser for Chromium {
    fn begin_profile(&self) -> Result<String, String> {
        let answer = connection().call(None, "Target.createBrowserContext", json!({}))?;
        answer["browserContextId"].as_str().map(str::to_owned).ok_or_else(|| answer.to_string())
    }

    fn end_profile(&self, profile: &str) {
        drop(connection().call(None, "Target.disposeBrowserContext", json!({"browserContextId": profile})));
    }

    fn save_files(&self, profile: &str, folder: &Path) -> Result<(), String> {
        let behavior = json!({"behavior": "allow", "browserContextId": profile, "downloadPath": folder});
        connection().call(None, "Browser.setDownloadBehavior", behavior).map(drop)
    }

    fn open(&self, profile: &str, visit: &Visit<'_>, console: &Console) -> Result<Box<dyn Driver>, String> {
        Ok(Box::new(ChromiumTab::open(profile, visit, console)?))
    }
}
