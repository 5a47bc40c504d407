//! Does again what Bombadil did, at the same times, in a browser that nobody pauses.

use std::thread;
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::harness::{Allowed, Level, Profile, Tab};
use crate::trace::{Notes, Step};

#[derive(Clone, Copy, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

/// What Bombadil does. What it did otherwise is not done again.
#[derive(Deserialize)]
enum Action {
    Back,
    Forward,
    Reload,
    Click { point: Point },
    PressKey { code: u32 },
    MouseDrag { from: Point, to: Point },
    ScrollUp { origin: Point, distance: f64 },
    ScrollDown { origin: Point, distance: f64 },
    SetViewport { width: f64, height: f64 },
}

/// Does these steps; answers with what was seen meanwhile.
pub fn run(url: &str, steps: &[Step]) -> Notes {
    let profile = Profile::new();
    let tab = Tab::open(&profile, url);
    for level in [Level::Warn, Level::Error] {
        // The backend is troubled all the time, and the page says so.
        tab.allow(Allowed::Begins(level, ""));
    }
    // Loaded again while the backend was away.
    tab.allow(Allowed::Begins(Level::Exception, "Uncaught (in promise) LoadError"));
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::FailedRequests);
    let begun = Instant::now();
    for Step { after, action } in steps {
        thread::sleep((begun + *after).saturating_duration_since(Instant::now()));
        if let Ok(action) = serde_json::from_value(action.clone()) {
            act(&tab, &action);
        }
    }
    let notes = tab.evaluate::<Notes>("JSON.parse(document.documentElement.dataset.search)");
    tab.finish();
    notes
}

fn act(tab: &Tab, action: &Action) {
    match *action {
        Action::Back => drop(tab.evaluate::<Value>("history.back()")),
        Action::Forward => drop(tab.evaluate::<Value>("history.forward()")),
        Action::Reload => tab.reload(),
        Action::Click { point } => click(tab, point),
        Action::PressKey { code } => press(tab, code),
        Action::MouseDrag { from, to } => tab.drag((from.x, from.y), (to.x, to.y)),
        Action::ScrollUp { origin, distance } => tab.turn_wheel((origin.x, origin.y), -distance),
        Action::ScrollDown { origin, distance } => tab.turn_wheel((origin.x, origin.y), distance),
        Action::SetViewport { width, height } => tab.resize(width as u32, height as u32),
    }
}

fn click(tab: &Tab, Point { x, y }: Point) {
    for kind in ["mousePressed", "mouseReleased"] {
        tab.call(
            "Input.dispatchMouseEvent",
            json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}),
        );
    }
}

/// Presses a key by its number in Windows, as Bombadil names keys.
fn press(tab: &Tab, code: u32) {
    let letter = char::from_u32(code).filter(char::is_ascii_uppercase).map(|letter| letter.to_ascii_lowercase());
    let (key, text) = match (code, letter) {
        (_, Some(letter)) => (letter.to_string(), letter.to_string()),
        (13, _) => ("Enter".to_owned(), "\r".to_owned()),
        (32, _) => (" ".to_owned(), " ".to_owned()),
        (27, _) => ("Escape".to_owned(), String::new()),
        (9, _) => ("Tab".to_owned(), String::new()),
        (37, _) => ("ArrowLeft".to_owned(), String::new()),
        (38, _) => ("ArrowUp".to_owned(), String::new()),
        (39, _) => ("ArrowRight".to_owned(), String::new()),
        (40, _) => ("ArrowDown".to_owned(), String::new()),
        _ => return,
    };
    for kind in ["keyDown", "keyUp"] {
        let mut parameters = json!({"type": kind, "key": key, "windowsVirtualKeyCode": code});
        if !text.is_empty() {
            parameters["text"] = text.clone().into();
        }
        tab.call("Input.dispatchKeyEvent", parameters);
    }
}
