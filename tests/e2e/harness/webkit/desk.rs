//! A screen with a window manager, a message bus and WebKit's driver, for one profile: the driver drives one browser.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Starts what a browser needs that has no headless mode, says where its folder is, and waits for the end of its own
/// standard input, which comes with the end of the tests, however they end. Then all that was started ends: it is one
/// process group.
///
/// The screen and the bus end in good order, because they leave files behind otherwise.
const SHELL: &str = r#"
    trap '' INT
    trap : TERM
    folder=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-webkit-XXXXXXXX") || exit 1
    mkfifo "$folder/display" "$folder/bus"
    Xvfb -displayfd 3 -screen 0 2000x1300x24 -nolisten tcp -noreset 3>"$folder/display" >"$folder/xvfb.log" 2>&1 &
    screen=$!
    dbus-daemon --session --nofork --print-address=3 3>"$folder/bus" >"$folder/bus.log" 2>&1 &
    bus=$!
    read -r display <"$folder/display"
    read -r DBUS_SESSION_BUS_ADDRESS <"$folder/bus"
    if [ -z "$display" ] || [ -z "$DBUS_SESSION_BUS_ADDRESS" ]; then
        cat "$folder/xvfb.log" "$folder/bus.log" >&2
        rm -rf -- "$folder"
        kill -KILL 0
    fi
    export DISPLAY=":$display" DBUS_SESSION_BUS_ADDRESS HOME="$folder" NO_AT_BRIDGE=1
    # WebKit refuses to run sandboxed as root, which containers often are; the only pages it opens are our own.
    export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
    # There is no graphics card to wait for.
    export WEBKIT_SKIA_ENABLE_CPU_RENDERING=1
    openbox >"$folder/openbox.log" 2>&1 &
    WebKitWebDriver --port="$1" >"$folder/driver.log" 2>&1 &
    driver=$!
    echo "$folder"
    read -r never
    kill "$driver" "$bus" "$screen"
    wait "$screen" "$bus"
    rm -rf -- "$folder"
    kill -KILL 0
"#;

/// What runs. It ends with this value.
#[derive(Debug)]
pub struct Desk {
    shell: Child,
    /// For files that the browser writes.
    pub folder: PathBuf,
}

impl Desk {
    /// Starts it; the driver will listen on this port.
    pub fn start(port: u16) -> Result<Self, String> {
        let mut shell = Command::new("setsid")
            .args(["sh", "-c", SHELL, "sh", &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("can't start a shell: {error}"))?;
        let mut folder = String::new();
        let said = shell.stdout.take().map(|said| BufReader::new(said).read_line(&mut folder));
        match said {
            Some(Ok(1..)) => Ok(Self { shell, folder: PathBuf::from(folder.trim_end()) }),
            other => Err(format!("no screen for WebKit: {other:?}: are Xvfb, openbox and dbus-daemon there?")),
        }
    }

    /// What the driver and the browser have said so far, for messages about failures.
    pub fn said(&self) -> String {
        let log = |name: &str| {
            let text = fs::read_to_string(self.folder.join(format!("{name}.log"))).unwrap_or_default();
            if text.is_empty() { String::new() } else { format!("\nThe {name} says:\n{}", text.trim_end()) }
        };
        [log("driver"), log("browser")].concat()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        drop(self.shell.wait());
    }
}
