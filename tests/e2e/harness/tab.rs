//! One tab of the browser.

use std::cell::RefCell;
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::browser::Profile;
use super::console::{Allowed, Console, Level, Line};
use super::driver::Driver;
use super::engine::Need;
use super::front::Front;
use super::need::can;
use super::page::{Page, READ};
use super::wait::{poll, wait_until};

/// How long the page may take for what it does at once: much more than it needs on an idle machine.
const LIMIT: Duration = Duration::from_secs(30);
/// What Chromium answers where the page went away before the script could.
const GONE: &str = "Inspected target navigated or closed";

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
    /// What Chromium's DevTools are asked for the tab before its first request: methods with their parameters.
    pub calls: &'a [(&'a str, Value)],
}

impl<'a> Visit<'a> {
    pub fn to(url: &'a str) -> Self {
        Self { url, before: "", before_in_workers: "", size_px: (1280, 800), calls: &[] }
    }
}

/// A tab. A test must end it with [`Tab::finish`], which looks at the console.
pub struct Tab {
    driver: Box<dyn Driver>,
    console: Console,
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
        let console = Console::default();
        let driver = profile.open(visit, &console);
        let tab = Self { driver, console, allowed: RefCell::default(), finished: false };
        tab.go(visit.url);
        tab
    }

    /// Goes to another address and waits until its files are loaded.
    pub fn go(&self, url: &str) {
        self.leave();
        self.checked(self.driver.go(url));
        self.wait_loaded();
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.leave();
        self.checked(self.driver.reload());
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
        self.checked(self.driver.resize(width, height));
    }

    /// Hides the tab, as behind another one.
    pub fn hide(&self) {
        self.checked(self.driver.hide());
        self.wait_true("the tab is hidden", "document.hidden");
    }

    /// Shows it again.
    pub fn show(&self) {
        self.checked(self.driver.show());
        self.wait_true("the tab is visible", "!document.hidden");
    }

    /// Brings the tab's window in front of all others of the browser, and keeps it there while the answer is held: what
    /// other tests want in front waits. Where windows don't mind each other, nothing happens.
    pub fn in_front(&self) -> Option<Front> {
        self.checked(self.driver.in_front())
    }

    /// Evaluates JavaScript in the page.
    pub fn evaluate<T: DeserializeOwned>(&self, script: &str) -> T {
        self.parsed(self.try_evaluate(script), script)
    }

    fn parsed<T: DeserializeOwned>(&self, value: Result<Value, String>, script: &str) -> T {
        let value = value.and_then(|value| serde_json::from_value(value).map_err(|why| why.to_string()));
        value.unwrap_or_else(|why| panic!("{why}, in {script}{}", self.report()))
    }

    fn try_evaluate(&self, script: &str) -> Result<Value, String> {
        self.driver.evaluate(script)
    }

    /// Evaluates JavaScript that only looks: where the page goes away meanwhile, the next one is looked at.
    fn read<T: DeserializeOwned>(&self, script: &str) -> T {
        let begun = Instant::now();
        loop {
            match self.try_evaluate(script) {
                Err(why) if why.contains(GONE) && begun.elapsed() < LIMIT => thread::sleep(poll()),
                value => return self.parsed(value, script),
            }
        }
    }

    /// How many workers are alive.
    pub fn count_workers(&self) -> usize {
        self.checked(self.driver.count_workers())
    }

    /// Evaluates JavaScript in each worker. One that ends meanwhile has no answer.
    pub fn evaluate_in_workers<T: DeserializeOwned>(&self, script: &str) -> Vec<T> {
        let read =
            |value| serde_json::from_value(value).unwrap_or_else(|why| panic!("{why}, in {script}{}", self.report()));
        self.checked(self.driver.evaluate_in_workers(script)).into_iter().map(read).collect()
    }

    /// Calls Chromium's DevTools on behalf of this tab.
    pub fn call(&self, method: &str, parameters: Value) -> Value {
        self.checked(self.driver.devtools(method, &parameters))
    }

    /// The same on behalf of each worker. For one that ends meanwhile there is no answer.
    #[allow(dead_code, reason = "the benchmark calls it")]
    pub fn call_workers(&self, method: &str, parameters: &Value) -> Vec<Value> {
        self.checked(self.driver.devtools_of_workers(method, parameters))
    }

    /// What the engine does for this tab.
    pub(super) fn driver(&self) -> &dyn Driver {
        &*self.driver
    }

    /// What the engine answered, unless it failed.
    #[track_caller]
    pub(super) fn checked<T>(&self, answer: Result<T, String>) -> T {
        answer.unwrap_or_else(|why| panic!("{why}{}", self.report()))
    }

    /// What the page shows now. It never offers both buttons.
    pub fn page(&self) -> Page {
        let page: Page = self.read(READ);
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
            thread::sleep(poll());
        }
    }

    /// Waits until a script answers `true`, and nothing that is merely like it. What it looks at need not be there yet.
    pub fn wait_true(&self, what: &str, script: &str) {
        let script = format!(
            "(() => {{ try {{ return ({script}); }} catch (why) {{ if (!(why instanceof TypeError)) throw why; }} }})()"
        );
        let met = wait_until(LIMIT, || self.read::<Value>(&script) == true);
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

    /// How many tries of a check the page has replaced by the next one, because they were slow, as on a busy machine.
    pub fn count_replaced_tries(&self) -> usize {
        self.count_lines(Level::Debug, "[Sync] No answer to request ")
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
        if !can(Need::Console) {
            return;
        }
        can(Need::WorkerConsole);
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
        assert!(self.finished || thread::panicking(), "the test ended without Tab::finish, which looks at the console");
    }
}
