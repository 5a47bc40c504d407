//! What an engine is behind: one browser for all tests, and one driver a tab. Everything that tests say and assert is
//! written once, in terms of these.

use std::path::Path;

use serde_json::Value;

use super::console::Console;
use super::element::Key;
use super::front::Front;
use super::looks::Scheme;
use super::tab::Visit;

/// A point of the window, in CSS pixels.
pub type At = (f64, f64);

/// A running browser.
pub trait Browser: Send + Sync {
    /// Begins a profile, with storage of its own; answers with its id.
    fn begin_profile(&self) -> Result<String, String>;

    /// Ends it, with the tabs that are left. A browser that is gone has ended everything.
    fn end_profile(&self, profile: &str);

    /// Lets the tabs of a profile save files, in this folder. A file has its name when it is complete.
    fn save_files(&self, profile: &str, folder: &Path) -> Result<(), String>;

    /// Opens a visible tab in this profile, which goes nowhere yet. What its console says goes to `console`.
    fn open(&self, profile: &str, visit: &Visit<'_>, console: &Console) -> Result<Box<dyn Driver>, String>;
}

/// What the mouse does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MouseAct {
    Move(At),
    /// The left button goes down where the mouse is.
    Press,
    Release,
}

/// What a finger on a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    Press,
    /// It is held, and the keyboard sends it again.
    Repeat,
    Release,
}

/// An element of the page, as the engine calls it.
pub type Node = String;

/// One tab of a browser. It is closed with this value.
///
/// Input is real: the browser's own events, at points of the window, as from mouse, wheel, fingers and keyboard.
pub trait Driver {
    /// Begins to go to an address; need not wait for it.
    fn go(&self, url: &str) -> Result<(), String>;

    /// Begins to load the page again; need not wait for it.
    fn reload(&self) -> Result<(), String>;

    /// Runs a script in the page, outside of its Content-Security-Policy; answers with the value of its last statement,
    /// in JSON, and of what it promises if that is a promise. A script that throws is an error.
    fn evaluate(&self, script: &str) -> Result<Value, String>;

    /// Gives the page another size, in CSS pixels.
    fn resize(&self, width: u32, height: u32) -> Result<(), String>;

    /// Hides the tab, as behind another one; need not wait for it.
    fn hide(&self) -> Result<(), String>;

    /// Shows it again; need not wait for it.
    fn show(&self) -> Result<(), String>;

    /// Brings the tab's window in front of all others, and keeps it there while the answer is held. `None` where windows
    /// don't mind each other.
    fn in_front(&self) -> Result<Option<Front>, String> {
        Ok(None)
    }

    /// What the person's system asks for from now on.
    fn set_scheme(&self, scheme: Scheme) -> Result<(), String>;

    /// A picture of what is on the screen, as PNG.
    fn screenshot(&self) -> Result<Vec<u8>, String>;

    /// The elements with this role and accessible name.
    fn find(&self, role: &str, name: &str) -> Result<Vec<Node>, String>;

    /// Calls a function of JavaScript, whose one argument is the element. One that is gone is an error.
    fn apply(&self, node: &Node, function: &str) -> Result<Value, String>;

    /// Uses the mouse. Presses at one point right after each other are a double click.
    fn mouse(&self, acts: &[MouseAct]) -> Result<(), String>;

    /// Turns the wheel over a point; below 0 is away from the person.
    fn wheel(&self, at: At, delta_px: f64) -> Result<(), String>;

    /// Puts two fingers down, moves them and lifts them.
    fn pinch(&self, from: [At; 2], to: [At; 2]) -> Result<(), String>;

    /// Uses a key.
    fn key(&self, key: Key, act: KeyAct) -> Result<(), String>;

    /// Writes into the field that has the focus, in place of all that is in it.
    fn write(&self, text: &str) -> Result<(), String>;

    /// How many workers of the tab are alive.
    fn count_workers(&self) -> Result<usize, String> {
        Err("workers can't be counted in this engine".into())
    }

    /// Runs a script in each worker that is alive.
    fn evaluate_in_workers(&self, script: &str) -> Result<Vec<Value>, String> {
        Err(format!("no script runs in workers of this engine: {script}"))
    }

    /// Calls Chromium's DevTools for the tab.
    fn devtools(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        Err(format!("this engine has no DevTools: {method} {parameters}"))
    }

    /// Calls Chromium's DevTools for each worker that is alive.
    #[allow(dead_code, reason = "the benchmark calls it")]
    fn devtools_of_workers(&self, method: &str, parameters: &Value) -> Result<Vec<Value>, String> {
        Err(format!("this engine has no DevTools: {method} {parameters}"))
    }
}
