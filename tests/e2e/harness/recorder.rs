//! What the page showed, frame by frame: for what is too short to be looked at from outside.

use serde::Deserialize;
use serde_json::Value;

use super::page::{Page, READ};
use super::tab::Tab;

/// Notes what the page shows whenever the browser is about to paint, and it is not what was noted last.
/// A click is noted as well, so that what the very next frame shows can be told.
fn script() -> String {
    format!(
        r#"(() => {{
            const looks = [];
            let last = "";
            let clicked = false;
            addEventListener("click", () => {{ clicked = true; }}, true);
            const look = () => {{
                if (window.lockstepLooks !== looks) return;
                const page = {READ};
                const text = JSON.stringify(page);
                if (clicked || text !== last) {{
                    looks.push({{at_ms: performance.timeOrigin + performance.now(), after_click: clicked, page}});
                    last = text;
                    clicked = false;
                    if (looks.length > 2000) looks.shift();
                }}
                requestAnimationFrame(look);
            }};
            window.lockstepLooks = looks;
            requestAnimationFrame(look);
        }})()"#
    )
}

/// What the page showed in one frame.
#[derive(Clone, Debug, Deserialize)]
pub struct Look {
    /// Unix time in milliseconds.
    pub at_ms: f64,
    /// It is the first frame after a click.
    pub after_click: bool,
    pub page: Page,
}

impl Tab {
    /// Records from now on, what was recorded before is forgotten.
    pub fn record(&self) {
        self.evaluate::<()>(&script());
    }

    /// What the page showed since, each once, up to what it shows now: the frame that notes it is awaited.
    /// That takes a visible page, since a hidden one has no frames.
    pub fn recorded(&self) -> Vec<Look> {
        let looks: Value =
            self.evaluate("new Promise((noted) => requestAnimationFrame(() => noted(window.lockstepLooks)))");
        serde_json::from_value(looks).unwrap()
    }
}
