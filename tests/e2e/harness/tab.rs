//! One tab of the browser.

use std::cell::RefCell;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::browser::{Profile, browser};
use super::console::{Allowed, Console, Level, Line};
use super::https_page;
use super::page::{Page, READ};
use super::wait::wait_until;
use super::workers::Workers;

/// How long the page may take for what it does at once: much more than it needs on an idle machine.
const LIMIT: Duration = Duration::from_secs(30);

/// How a page is visited.
#[derive(Clone, Debug)]
pub struct Visit<'a> {
    /// The address.
    pub url: &'a str,
    /// JavaScript that runs before any of the page's own.
    pub before: &'a str,
    /// The same for each of the page's workers.
    pub before_in_workers: &'a str,
    /// Width and height of the window, in CSS pixels.
    pub size_px: (u32, u32),
    /// What the browser is asked for the tab before its first request: methods with their parameters.
    pub calls: &'a [(&'a str, Value)],
}

impl<'a> Visit<'a> {
    pub fn to(url: &'a str) -> Self {
        Self { url, before: "", before_in_workers: "", size_px: (1280, 800), calls: &[] }
    }
}

/// A tab. A test must end it with [`Tab::finish`], which looks at the console.
pub struct Tab {
    session: String,
    target: String,
    console: Console,
    pub(super) workers: Workers,
    allowed: RefCell<Vec<Allowed>>,
    finished: bool,
}

impl Tab {
    /// Opens a tab and waits until the page's files are loaded.
    pub fn open(profile: &Profile, url: &str) -> Self {
        Self::visit(profile, &Visit::to(url))
    }

    /// Opens a tab.
    pub fn visit(profile: &Profile, visit: &Visit<'_>) -> Self {
        let (width, height) = visit.size_px;
        let ask = |method: &str, parameters: Value| browser().call(None, method, parameters).unwrap();
        let target = ask(
            "Target.createTarget",
            // A window of its own, because a tab behind another one is a hidden tab.
            json!({"url": "about:blank", "browserContextId": profile.id(), "newWindow": true}),
        );
        let target = target["targetId"].as_str().unwrap().to_owned();
        let session = ask("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        let session = session["sessionId"].as_str().unwrap().to_owned();
        let console = Console::default();
        let workers = Workers::new(&console, visit.before_in_workers);
        let hearing = (console.clone(), workers.clone(), session.clone());
        let listener = move |method: &str, parameters: &Value| {
            hearing.0.hear(method, parameters);
            hearing.1.hear(method, parameters);
            https_page::answer(&hearing.2, method, parameters);
        };
        browser().listen(&session, Arc::new(listener));
        let tab = Self { session, target, console, workers, allowed: RefCell::default(), finished: false };
        for domain in ["Runtime", "Log", "Page", "DOM"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        for (method, parameters) in visit.calls {
            tab.call(method, parameters.clone());
        }
        tab.call("Target.setAutoAttach", Workers::attaching());
        tab.resize(width, height);
        tab.call("Emulation.setFocusEmulationEnabled", json!({"enabled": true}));
        if !visit.before.is_empty() {
            tab.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": visit.before}));
        }
        tab.go(visit.url);
        tab
    }

    /// Goes to another address and waits until its files are loaded.
    pub fn go(&self, url: &str) {
        self.leave();
        let answer = self.call("Page.navigate", json!({"url": url}));
        assert!(answer.get("errorText").is_none(), "can't open {url}: {}", answer["errorText"]);
        self.wait_loaded();
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.leave();
        self.call("Page.reload", json!({}));
        self.wait_loaded();
    }

    /// Marks the page that is there, so that it is not taken for the one that comes.
    fn leave(&self) {
        self.evaluate::<Value>("window.lockstepOld = true");
    }

    fn wait_loaded(&self) {
        // While a page goes away there is nothing to evaluate in, which is as good as not loaded.
        let loaded =
            || self.try_evaluate("document.readyState === 'complete' && !window.lockstepOld") == Ok(true.into());
        assert!(wait_until(LIMIT, loaded), "the page is not loaded within {} s{}", LIMIT.as_secs(), self.report());
    }

    /// Gives the window another size, in CSS pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Hides the tab, as behind another one.
    pub fn hide(&self) {
        self.call("Emulation.setFocusEmulationEnabled", json!({"enabled": false}));
        self.set_window("minimized");
        self.wait_true("the tab is hidden", "document.hidden");
    }

    /// Shows it again.
    pub fn show(&self) {
        self.set_window("normal");
        self.call("Emulation.setFocusEmulationEnabled", json!({"enabled": true}));
        self.wait_true("the tab is visible", "!document.hidden");
    }

    fn set_window(&self, state: &str) {
        let window = browser().call(None, "Browser.getWindowForTarget", json!({"targetId": self.target})).unwrap();
        let change = json!({"windowId": window["windowId"], "bounds": {"windowState": state}});
        browser().call(None, "Browser.setWindowBounds", change).unwrap();
    }

    /// Evaluates JavaScript in the page.
    pub fn evaluate<T: DeserializeOwned>(&self, script: &str) -> T {
        let value = self.try_evaluate(script).unwrap_or_else(|why| panic!("{why}, in {script}{}", self.report()));
        serde_json::from_value(value).unwrap_or_else(|why| panic!("{why}, in {script}{}", self.report()))
    }

    fn try_evaluate(&self, script: &str) -> Result<Value, String> {
        let parameters = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let answer = self.try_call("Runtime.evaluate", parameters)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(answer["result"].get("value").cloned().unwrap_or_default()),
        }
    }

    /// Calls the browser on behalf of this tab.
    pub fn call(&self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters).unwrap_or_else(|why| panic!("{why}{}", self.report()))
    }

    /// The same, where the browser may refuse it.
    pub(super) fn try_call(&self, method: &str, parameters: Value) -> Result<Value, String> {
        browser().call(Some(&self.session), method, parameters)
    }

    /// What the page shows now. It never offers both buttons.
    pub fn page(&self) -> Page {
        let page: Page = self.evaluate(READ);
        assert!(page.play != Some(true) || page.stop != Some(true), "both buttons are offered: {page:?}");
        page
    }

    /// Waits until the page shows what `condition` wants, and answers with the page.
    pub fn wait_for(&self, what: &str, condition: impl Fn(&Page) -> bool) -> Page {
        self.wait_within(LIMIT, what, condition)
    }

    /// The same, with a limit of its own.
    pub fn wait_within(&self, limit: Duration, what: &str, condition: impl Fn(&Page) -> bool) -> Page {
        let begun = Instant::now();
        loop {
            let page = self.page();
            if condition(&page) {
                return page;
            }
            let waited = begun.elapsed();
            assert!(waited < limit, "waited {waited:.1?} for: {what}\nThe page: {page:#?}{}", self.report());
            thread::sleep(super::POLL);
        }
    }

    /// Waits until a script answers `true`, and nothing that is merely like it. What it looks at need not be there yet.
    pub fn wait_true(&self, what: &str, script: &str) {
        let script = format!(
            "(() => {{ try {{ return ({script}); }} catch (why) {{ if (!(why instanceof TypeError)) throw why; }} }})()"
        );
        let met = wait_until(LIMIT, || self.evaluate::<Value>(&script) == true);
        assert!(met, "waited {} s for: {what}\nThe page: {:#?}{}", LIMIT.as_secs(), self.page(), self.report());
    }

    /// Waits for something outside the page that this tab brings about.
    pub fn wait_outside(&self, what: &str, condition: impl FnMut() -> bool) {
        let met = wait_until(LIMIT, condition);
        assert!(met, "waited {} s for: {what}\nThe page: {:#?}{}", LIMIT.as_secs(), self.page(), self.report());
    }

    /// All lines of the console so far.
    pub fn lines(&self) -> Vec<Line> {
        self.console.lines()
    }

    /// What the page itself wrote to the console so far, but for debug lines.
    pub fn said(&self) -> Vec<(Level, String)> {
        let own = |line: &Line| matches!(line.level, Level::Info | Level::Warn | Level::Error | Level::Other);
        self.lines().into_iter().filter(own).map(|line| (line.level, line.text)).collect()
    }

    /// How many lines of this level begin so.
    pub fn count_lines(&self, level: Level, begin: &str) -> usize {
        self.lines().iter().filter(|line| line.level == level && line.text.starts_with(begin)).count()
    }

    /// Waits until the console has `count` lines of this level that begin so; answers with the last of them.
    pub fn wait_for_lines(&self, count: usize, level: Level, begin: &str) -> Line {
        let what = format!("{count} lines {level:?}: {begin}");
        self.wait_outside(&what, || self.count_lines(level, begin) >= count);
        let lines = self.lines();
        lines.into_iter().rfind(|line| line.level == level && line.text.starts_with(begin)).unwrap()
    }

    /// Waits for one line of this level that begins so.
    pub fn wait_for_line(&self, level: Level, begin: &str) -> Line {
        self.wait_for_lines(1, level, begin)
    }

    /// Expects lines about trouble that the test brings about.
    pub fn allow(&self, allowed: Allowed) {
        self.allowed.borrow_mut().push(allowed);
    }

    /// Ends the tab; fails when its console has a warning, an error or an exception that was not expected.
    pub fn finish(mut self) {
        self.finished = true;
        let alive: u32 = self.evaluate("6 * 7");
        assert_eq!(alive, 42);
        let unexpected = self.console.unexpected(&self.allowed.borrow());
        let list: Vec<String> = unexpected.iter().map(Line::to_string).collect();
        assert!(list.is_empty(), "unexpected in the console:\n  {}{}", list.join("\n  "), self.report());
    }

    /// The console so far, for messages about failures.
    pub fn report(&self) -> String {
        format!("\nThe console:\n{}", self.console)
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        browser().forget(&self.session);
        self.workers.forget();
        // A browser that is gone has closed it.
        drop(browser().call(None, "Target.closeTarget", json!({"targetId": self.target})));
        assert!(self.finished || thread::panicking(), "the test ended without Tab::finish, which looks at the console");
    }
}
