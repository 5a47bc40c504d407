//! The browser: one process for all tests, one profile (a private window) for each.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::json;

use super::cdp::Connection;
use super::environment;

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

static BROWSER: LazyLock<Result<Connection, String>> = LazyLock::new(|| start(&environment::chromium()?));

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
pub fn browser() -> &'static Connection {
    BROWSER.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

/// Storage and cookies of its own, gone with it. Tabs of one profile are tabs of one person.
pub struct Profile {
    id: String,
}

impl Profile {
    pub fn new() -> Self {
        let answer = browser().call(None, "Target.createBrowserContext", json!({})).unwrap();
        Self { id: answer["browserContextId"].as_str().unwrap().to_owned() }
    }

    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // It closes the tabs that are left. A browser that is gone has closed everything.
        drop(browser().call(None, "Target.disposeBrowserContext", json!({"browserContextId": self.id})));
    }
}
