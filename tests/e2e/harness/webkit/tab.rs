//! One tab of WebKit.

use std::cell::Cell;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::inspected::{Inspected, Place};
use super::program::Person;
use super::session::Release;
use crate::harness::console::Console;
use crate::harness::driver::{At, Driver, KeyAct, MouseAct, Node};
use crate::harness::element::Key;
use crate::harness::looks::Scheme;
use crate::harness::tab::Visit;
use crate::harness::w3c;
use crate::harness::wait::wait_until;

/// The browser's window does not become narrower, because of what stands above the page.
const NARROWEST_PX: u32 = 450;
/// Has room for any narrow one.
const AROUND_A_FRAME_PX: (u32, u32) = (1600, 1200);
/// How long the browser may take for a window's size, or until a frame has its document.
const LIMIT: Duration = Duration::from_secs(30);

/// The elements that may have this role and name: what they are called in the end, the browser says.
const CANDIDATES: &str = "(() => {
    const selectors = {
        button: 'button, summary, input[type=button], [role=button]',
        link: 'a[href], [role=link]',
        textbox: 'input:not([type]), input[type=text], input[type=url], textarea, [role=textbox]',
        searchbox: 'input[type=search], [role=searchbox]',
    };
    const texts = (it) => [it.ariaLabel, it.title, it.textContent, ...[...it.labels ?? []].map((it) => it.textContent)];
    const plain = (text) => (text ?? '').replace(/\\s+/g, ' ');
    const all = [...document.querySelectorAll(selectors[ROLE])];
    return all.filter((it) => texts(it).some((text) => plain(text).includes(NAME)));
})()";

/// A tab, in a window of its own, or in a frame in it.
pub struct WebKitTab {
    person: Arc<Person>,
    window: String,
    inspected: Inspected,
    place: Place,
    size_px: Cell<(u32, u32)>,
}

impl WebKitTab {
    /// Opens one, with what the visit wants done before the first request. One that is narrow from the beginning is a
    /// frame, since windows can't be.
    pub fn open(person: Arc<Person>, visit: &Visit<'_>, console: &Console) -> Result<Self, String> {
        if !visit.calls.is_empty() {
            return Err("WebKit has no DevTools".into());
        }
        let mut windows = person.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let first = if windows.last_page == 0 { windows.left.take() } else { None };
        let window = first.map_or_else(|| person.session.open_window(), Ok)?;
        let inspected = Inspected::after(windows.last_page, &person.connection, visit, console)?;
        windows.last_page = inspected.number();
        windows.in_use += 1;
        if let Some(left) = windows.left.take() {
            person.session.close(&left)?;
        }
        drop(windows);
        let place = if visit.size_px.0 < NARROWEST_PX { Place::Frame } else { Place::Top };
        let tab = Self { person, window, inspected, place, size_px: Cell::new(visit.size_px) };
        tab.resize_window(if place == Place::Top { visit.size_px } else { AROUND_A_FRAME_PX })?;
        Ok(tab)
    }

    fn in_window(&self, path: &str, body: &Value) -> Result<(), String> {
        self.person.session.of_window(&self.window, path, body).map(drop)
    }

    fn act(&self, sources: &Value, release: Release) -> Result<(), String> {
        self.person.session.act(&self.window, sources, release)
    }

    /// Gives the window such a size that the page in it has this one.
    fn resize_window(&self, (width, height): (u32, u32)) -> Result<(), String> {
        let more = self.inspected.evaluate(Place::Top, "[outerWidth - innerWidth, outerHeight - innerHeight]")?;
        let more = |at: usize| more[at].as_u64().unwrap_or_default();
        let size = json!({
            "x": 0,
            "y": 0,
            "width": u64::from(width) + more(0),
            "height": u64::from(height) + more(1),
        });
        self.in_window("window/rect", &size)?;
        let resized = format!("innerWidth === {width} && innerHeight === {height}");
        if wait_until(LIMIT, || self.inspected.evaluate(Place::Top, &resized) == Ok(true.into())) {
            return Ok(());
        }
        let is = self.inspected.evaluate(Place::Top, "[innerWidth, innerHeight]")?;
        Err(format!("the window does not become {width} × {height}, but {is}"))
    }

    /// Goes there in a frame of this tab's size, in a document of the same server, as some pages want it.
    fn go_in_frame(&self, url: &str) -> Result<(), String> {
        let (width, height) = self.size_px.get();
        let script = format!(
            "(() => {{
                const frame = document.createElement('iframe');
                frame.src = {};
                frame.style.cssText = 'position: fixed; inset: 0 auto auto 0; border: 0; z-index: 1';
                [frame.style.width, frame.style.height] = ['{width}px', '{height}px'];
                document.body.replaceChildren(frame);
                document.body.style.overflow = 'hidden';
            }})()",
            json!(url)
        );
        self.inspected.evaluate(Place::Top, "window.lockstepOuter = true")?;
        let server = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        self.in_window("url", &json!({"url": format!("{server}/nothing-for-a-frame")}))?;
        const THERE: &str = "document.readyState === 'complete' && !window.lockstepOuter";
        if !wait_until(LIMIT, || self.inspected.evaluate(Place::Top, THERE) == Ok(true.into())) {
            return Err(format!("no document for a frame at {url}"));
        }
        self.inspected.evaluate(Place::Top, &script)?;
        let begun = || self.inspected.evaluate(Place::Frame, "location.href !== 'about:blank'") == Ok(true.into());
        if wait_until(LIMIT, begun) { Ok(()) } else { Err(format!("the frame does not go to {url}")) }
    }

    /// Is this what the element is called?
    fn is_called(&self, node: &Node, name: &str) -> Result<bool, String> {
        let request = || self.inspected.call("DOM.requestNode", json!({"objectId": node}));
        // It knows nodes of a document that was asked for.
        let node = request().or_else(|_| self.inspected.call("DOM.getDocument", json!({})).and_then(|_| request()))?;
        let known = self.inspected.call("DOM.getAccessibilityPropertiesForNode", json!({"nodeId": node["nodeId"]}))?;
        let known = &known["properties"];
        Ok(known["exists"] == true && known["ignored"] != true && known["label"] == name)
    }
}

impl Driver for WebKitTab {
    fn go(&self, url: &str) -> Result<(), String> {
        match self.place {
            Place::Top => self.in_window("url", &json!({"url": url})),
            Place::Frame => self.go_in_frame(url),
        }
    }

    fn reload(&self) -> Result<(), String> {
        match self.place {
            Place::Top => self.in_window("refresh", &json!({})),
            Place::Frame => self.evaluate("location.reload()").map(drop),
        }
    }

    fn evaluate(&self, script: &str) -> Result<Value, String> {
        let place = if self.inspected.has_frame() { self.place } else { Place::Top };
        self.inspected.evaluate(place, script)
    }

    fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        self.size_px.set((width, height));
        if self.place == Place::Frame {
            let script = format!(
                "(() => {{
                    const {{style}} = document.querySelector('iframe');
                    [style.width, style.height] = ['{width}px', '{height}px'];
                }})()"
            );
            return self.inspected.evaluate(Place::Top, &script).map(drop);
        }
        if width < NARROWEST_PX {
            return Err(format!("WebKit's window can't become {width} px wide: visit the page with a narrow one"));
        }
        self.resize_window((width, height))
    }

    fn hide(&self) -> Result<(), String> {
        self.in_window("window/minimize", &json!({}))
    }

    fn show(&self) -> Result<(), String> {
        self.in_window("window/rect", &json!({"x": 0, "y": 0}))
    }

    fn set_scheme(&self, scheme: Scheme) -> Result<(), String> {
        self.inspected.set_scheme(scheme)
    }

    fn screenshot(&self) -> Result<Vec<u8>, String> {
        let (width, height) = self.size_px.get();
        let rect = json!({"x": 0, "y": 0, "width": width, "height": height, "coordinateSystem": "Viewport"});
        let answer = self.inspected.call("Page.snapshotRect", rect)?;
        let data = answer["dataURL"].as_str().and_then(|url| url.split_once(',')).ok_or("no picture")?.1;
        BASE64_STANDARD.decode(data).map_err(|why| why.to_string())
    }

    fn find(&self, role: &str, name: &str) -> Result<Vec<Node>, String> {
        let script = CANDIDATES.replace("ROLE", &json!(role).to_string()).replace("NAME", &json!(name).to_string());
        let candidates = self.inspected.refer(self.place, &script)?;
        let count = self.inspected.apply(&candidates, "function() { return this.length; }", &json!([]))?;
        let mut found = Vec::new();
        for at in 0..count.as_u64().unwrap_or_default() {
            let arguments = json!([{"value": at}]);
            let node =
                self.inspected.apply_for_reference(&candidates, "function(at) { return this[at]; }", &arguments)?;
            // One that is gone by now is not there.
            if self.is_called(&node, name).unwrap_or(false) {
                found.push(node);
            }
        }
        Ok(found)
    }

    fn apply(&self, node: &Node, function: &str) -> Result<Value, String> {
        self.inspected.apply(node, function, &json!([{"objectId": node}]))
    }

    fn mouse(&self, acts: &[MouseAct]) -> Result<(), String> {
        self.act(&w3c::mouse(acts), Release::Never)
    }

    fn wheel(&self, at: At, delta_px: f64) -> Result<(), String> {
        // What is turned is counted from where the wheel stands, until it is let go of.
        self.act(&w3c::wheel(at, delta_px), Release::Afterwards)
    }

    fn pinch(&self, from: [At; 2], to: [At; 2]) -> Result<(), String> {
        self.act(&w3c::pinch(from, to), Release::Afterwards)
    }

    fn key(&self, key: Key, act: KeyAct) -> Result<(), String> {
        self.act(&w3c::key(key, act), Release::Never)
    }

    fn write(&self, text: &str) -> Result<(), String> {
        self.act(&w3c::write(text), Release::Never)
    }

    fn count_workers(&self) -> Result<usize, String> {
        Ok(self.inspected.count_workers())
    }

    fn evaluate_in_workers(&self, script: &str) -> Result<Vec<Value>, String> {
        self.inspected.evaluate_in_workers(script)
    }
}

impl Drop for WebKitTab {
    fn drop(&mut self) {
        let mut windows = self.person.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows.in_use -= 1;
        // A browser that is gone has closed it.
        if windows.in_use > 0 {
            drop(self.person.session.close(&self.window));
        } else {
            drop(self.in_window("url", &json!({"url": "about:blank"})));
            windows.left = Some(self.window.clone());
        }
    }
}
