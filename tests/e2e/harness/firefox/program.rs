//! The browser's process, and its profiles.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::bidi::Connection;
use super::console::hear;
use super::tab::FirefoxTab;
use super::workers::Realms;
use crate::harness::console::Console;
use crate::harness::driver::{Browser, Driver};
use crate::harness::environment;
use crate::harness::tab::Visit;

/// How long the browser may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Gives the browser a profile folder for the time that it lives. It is killed when the shell's input ends, so it can't
/// outlive the tests, however they end.
const SHELL: &str = r#"
    trap '' INT
    profile=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-e2e-XXXXXXXX") || exit 1
    printf '%s' "$LOCKSTEP_PREFERENCES" >"$profile/user.js"
    "$@" --profile "$profile" </dev/null 2>&1 &
    browser=$!
    read -r never
    exec 2>/dev/null
    kill -KILL "$browser"
    wait "$browser"
    rm -rf -- "$profile"
"#;

const FLAGS: [&str; 4] = ["--headless", "--no-remote", "--remote-debugging-port", "0"];

/// The last: how long the whole page stands still where a canvas is read and the worker that paints it waits for the page;
/// 10 s otherwise.
const PREFERENCES: &str = r#"
user_pref("toolkit.cosmeticAnimations.enabled", false);
user_pref("ui.useOverlayScrollbars", 1);
user_pref("dom.w3c_touch_events.enabled", 1);
user_pref("gfx.offscreencanvas.snapshot-timeout-ms", 500);
"#;

/// The screen, in pixels: larger than all pages.
const SCREEN: [(&str, &str); 2] = [("MOZ_HEADLESS_WIDTH", "2400"), ("MOZ_HEADLESS_HEIGHT", "1600")];

/// How it says where it listens.
const LISTENS: &str = "WebDriver BiDi listening on ";

/// The browser, which is running.
pub struct Firefox {
    connection: Arc<Connection>,
    heard: Arc<Mutex<Heard>>,
    /// The shell; its input ends with the tests.
    _shell: Child,
}

/// What events tell.
#[derive(Default)]
pub struct Heard {
    pub consoles: HashMap<String, Console>,
    pub realms: Realms,
}

impl Firefox {
    pub fn start() -> Result<Self, String> {
        let program = environment::firefox()?;
        let mut shell = Command::new("sh")
            .args(["-c", SHELL, "sh"])
            .arg(&program)
            .args(FLAGS)
            .env("LOCKSTEP_PREFERENCES", PREFERENCES)
            .envs(SCREEN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("can't start a shell: {error}"))?;
        let address = address(&mut shell).map_err(|why| {
            format!("LOCKSTEP_FIREFOX: {} does not start as a headless browser: {why}", program.display())
        })?;
        let heard = Arc::<Mutex<Heard>>::default();
        let hearing = Arc::clone(&heard);
        let listener = move |method: &str, parameters: &Value| lock(&hearing).hear(method, parameters);
        let connection = Arc::new(Connection::new(&address, Box::new(listener))?);
        connection.call("session.new", json!({"capabilities": {}}))?;
        let events = ["log.entryAdded", "script.realmCreated", "script.realmDestroyed"];
        connection.call("session.subscribe", json!({"events": events}))?;
        Ok(Self { connection, heard, _shell: shell })
    }
}

impl Browser for Firefox {
    fn begin_profile(&self) -> Result<String, String> {
        let answer = self.connection.call("browser.createUserContext", json!({}))?;
        answer["userContext"].as_str().map(str::to_owned).ok_or_else(|| answer.to_string())
    }

    fn end_profile(&self, profile: &str) {
        drop(self.connection.call("browser.removeUserContext", json!({"userContext": profile})));
    }

    fn save_files(&self, profile: &str, folder: &Path) -> Result<(), String> {
        let behavior = json!({"type": "allowed", "destinationFolder": folder});
        let parameters = json!({"downloadBehavior": behavior, "userContexts": [profile]});
        self.connection.call("browser.setDownloadBehavior", parameters).map(drop)
    }

    fn open(&self, profile: &str, visit: &Visit<'_>, console: &Console) -> Result<Box<dyn Driver>, String> {
        let tab = FirefoxTab::open(Arc::clone(&self.connection), Arc::clone(&self.heard), profile, visit, console)?;
        Ok(Box::new(tab))
    }
}

impl Heard {
    fn hear(&mut self, method: &str, parameters: &Value) {
        if method != "log.entryAdded" {
            return self.realms.hear(method, parameters);
        }
        let tab = parameters["source"]["context"].as_str().unwrap_or_default();
        if let Some(console) = self.consoles.get(tab) {
            hear(console, parameters);
        }
    }
}

pub fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    // A test that panicked must not fail the others.
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the browser listens, as it says. What it says later is read, and of no interest.
fn address(shell: &mut Child) -> Result<String, String> {
    let output = BufReader::new(shell.stdout.take().ok_or("the shell has no pipe")?);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once(LISTENS) {
                // The receiver has given up when it took too long.
                drop(sender.send(address.trim().to_owned()));
            }
        }
    });
    receiver.recv_timeout(START_LIMIT).map_err(|why| format!("it does not say where it listens: {why}"))
}
