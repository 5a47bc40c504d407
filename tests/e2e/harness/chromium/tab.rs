//! One tab of Chromium.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::console::hear;
use super::program::connection;
use super::workers::Workers;
use super::{https_page, keys};
use crate::harness::console::Console;
use crate::harness::driver::{At, Driver, KeyAct, MouseAct, Node};
use crate::harness::element::Key;
use crate::harness::looks::Scheme;
use crate::harness::tab::Visit;

/// A tab, in a window of its own.
pub struct ChromiumTab {
    session: String,
    target: String,
    workers: Workers,
}

impl ChromiumTab {
    /// Opens one, with what the visit wants done before the first request.
    pub fn open(profile: &str, visit: &Visit<'_>, console: &Console) -> Result<Self, String> {
        let ask = |method: &str, parameters: Value| connection().call(None, method, parameters);
        let target = ask(
            "Target.createTarget",
            // A window of its own, because a tab behind another one is a hidden tab.
            json!({"url": "about:blank", "browserContextId": profile, "newWindow": true}),
        )?;
        let target = text(&target["targetId"])?;
        let session = ask("Target.attachToTarget", json!({"targetId": target, "flatten": true}))?;
        let session = text(&session["sessionId"])?;
        let workers = Workers::new(console, visit.before_in_workers);
        let hearing = (console.clone(), workers.clone(), session.clone());
        let listener = move |method: &str, parameters: &Value| {
            hear(&hearing.0, method, parameters);
            hearing.1.hear(method, parameters);
            https_page::answer(&hearing.2, method, parameters);
        };
        connection().listen(&session, Arc::new(listener));
        let tab = Self { session, target, workers };
        for domain in ["Runtime", "Log", "Page", "DOM"] {
            tab.call(&format!("{domain}.enable"), json!({}))?;
        }
        for (method, parameters) in visit.calls {
            tab.call(method, parameters.clone())?;
        }
        tab.call("Target.setAutoAttach", Workers::attaching())?;
        let (width, height) = visit.size_px;
        tab.resize(width, height)?;
        tab.call("Emulation.setFocusEmulationEnabled", json!({"enabled": true}))?;
        if !visit.before.is_empty() {
            tab.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": visit.before}))?;
        }
        Ok(tab)
    }

    fn call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        connection().call(Some(&self.session), method, parameters)
    }

    fn set_window(&self, state: &str) -> Result<(), String> {
        let window = connection().call(None, "Browser.getWindowForTarget", json!({"targetId": self.target}))?;
        let change = json!({"windowId": window["windowId"], "bounds": {"windowState": state}});
        connection().call(None, "Browser.setWindowBounds", change).map(drop)
    }

    fn object(&self, node: i64) -> Result<Node, String> {
        let object = self.call("DOM.resolveNode", json!({"backendNodeId": node}))?;
        text(&object["object"]["objectId"])
    }

    fn touch(&self, kind: &str, fingers: &[At]) -> Result<(), String> {
        let points: Vec<Value> =
            fingers.iter().enumerate().map(|(id, (x, y))| json!({"x": x, "y": y, "id": id})).collect();
        self.call("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).map(drop)
    }
}

impl Driver for ChromiumTab {
    fn go(&self, url: &str) -> Result<(), String> {
        let answer = self.call("Page.navigate", json!({"url": url}))?;
        answer.get("errorText").map_or(Ok(()), |why| Err(format!("can't open {url}: {why}")))
    }

    fn reload(&self) -> Result<(), String> {
        self.call("Page.reload", json!({})).map(drop)
    }

    fn evaluate(&self, script: &str) -> Result<Value, String> {
        value(self.call("Runtime.evaluate", evaluating(script))?)
    }

    fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.call("Emulation.setDeviceMetricsOverride", metrics).map(drop)
    }

    fn hide(&self) -> Result<(), String> {
        self.call("Emulation.setFocusEmulationEnabled", json!({"enabled": false}))?;
        self.set_window("minimized")
    }

    fn show(&self) -> Result<(), String> {
        self.set_window("normal")?;
        self.call("Emulation.setFocusEmulationEnabled", json!({"enabled": true})).map(drop)
    }

    fn set_scheme(&self, scheme: Scheme) -> Result<(), String> {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme.name()});
        self.call("Emulation.setEmulatedMedia", json!({"features": [feature]})).map(drop)
    }

    fn screenshot(&self) -> Result<Vec<u8>, String> {
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"}))?;
        BASE64_STANDARD.decode(text(&answer["data"])?).map_err(|why| why.to_string())
    }

    fn find(&self, role: &str, name: &str) -> Result<Vec<Node>, String> {
        let document = self.call("DOM.getDocument", json!({"depth": 0}))?;
        let query = json!({"nodeId": document["root"]["nodeId"], "role": role, "accessibleName": name});
        let found = self.call("Accessibility.queryAXTree", query)?;
        let nodes = found["nodes"].as_array().into_iter().flatten().filter(|node| node["ignored"] == false);
        // One that is gone by now is not there.
        Ok(nodes.filter_map(|node| self.object(node["backendDOMNodeId"].as_i64()?).ok()).collect())
    }

    fn apply(&self, node: &Node, function: &str) -> Result<Value, String> {
        let call = json!({
            "objectId": node,
            "functionDeclaration": function,
            "arguments": [{"objectId": node}],
            "returnByValue": true,
        });
        value(self.call("Runtime.callFunctionOn", call)?)
    }

    fn mouse(&self, acts: &[MouseAct]) -> Result<(), String> {
        let mut at = (0.0, 0.0);
        let mut pressed = false;
        let mut clicks = 0;
        for (index, act) in acts.iter().enumerate() {
            let kind = match *act {
                MouseAct::Move(to) => {
                    (at, clicks) = (to, 0);
                    "mouseMoved"
                }
                MouseAct::Press => {
                    (pressed, clicks) = (true, clicks + 1);
                    "mousePressed"
                }
                MouseAct::Release => "mouseReleased",
            };
            let mut event = json!({"type": kind, "x": at.0, "y": at.1});
            if pressed {
                event["button"] = "left".into();
                event["buttons"] = 1.into();
                event["clickCount"] = clicks.max(1).into();
            }
            pressed &= *act != MouseAct::Release;
            // Each answer takes its time on a busy machine, and a person's second click follows at once: only the last is
            // waited for.
            match act {
                MouseAct::Press | MouseAct::Release if index + 1 < acts.len() => {
                    connection().tell(&self.session, "Input.dispatchMouseEvent", event);
                }
                _ => drop(self.call("Input.dispatchMouseEvent", event)?),
            }
        }
        Ok(())
    }

    fn wheel(&self, (x, y): At, delta_px: f64) -> Result<(), String> {
        let event = json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta_px});
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }

    fn pinch(&self, from: [At; 2], to: [At; 2]) -> Result<(), String> {
        self.touch("touchStart", &from)?;
        self.touch("touchMove", &to)?;
        self.touch("touchEnd", &[])
    }

    fn key(&self, key: Key, act: KeyAct) -> Result<(), String> {
        self.call("Input.dispatchKeyEvent", keys::event(key, act)).map(drop)
    }

    fn write(&self, text: &str) -> Result<(), String> {
        self.call("Input.dispatchKeyEvent", keys::select_all())?;
        self.call("Input.insertText", json!({"text": text})).map(drop)
    }

    fn count_workers(&self) -> Result<usize, String> {
        Ok(self.workers.sessions().len())
    }

    fn evaluate_in_workers(&self, script: &str) -> Result<Vec<Value>, String> {
        self.workers.call("Runtime.evaluate", &evaluating(script))?.into_iter().map(value).collect()
    }

    fn devtools(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        self.call(method, parameters.clone())
    }

    fn devtools_of_workers(&self, method: &str, parameters: &Value) -> Result<Vec<Value>, String> {
        self.workers.call(method, parameters)
    }
}

impl Drop for ChromiumTab {
    fn drop(&mut self) {
        connection().forget(&self.session);
        self.workers.forget();
        // A browser that is gone has closed it.
        drop(connection().call(None, "Target.closeTarget", json!({"targetId": self.target})));
    }
}

fn evaluating(script: &str) -> Value {
    json!({"expression": script, "returnByValue": true, "awaitPromise": true})
}

fn value(answer: Value) -> Result<Value, String> {
    match answer.get("exceptionDetails") {
        Some(details) => Err(details.to_string()),
        None => Ok(answer["result"].get("value").cloned().unwrap_or_default()),
    }
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("the browser answered {value} in place of a text"))
}
