//! The tests themselves: trouble that no test expects fails it, and what the page showed last is recorded.

use serde_json::Value;

use crate::harness::{Allowed, Level, Profile, Simulator, StaticServer, Tab};

/// Opens the page, makes this trouble in it, and ends the test as every test ends.
fn finish_after(trouble: &str, level: Level) {
    let simulator = Simulator::start(&[]);
    // It sends no policy, which would keep some of it from happening.
    let server = StaticServer::start("/");
    let profile = Profile::new();
    let tab = Tab::open(&profile, &format!("{}?backend={}", server.url(), simulator.url()));
    tab.wait_for("Play is offered", |page| page.ready());
    // Another line is allowed, and this one is not.
    tab.allow(Allowed::Begins(level, "some other trouble"));
    tab.evaluate::<Value>(trouble);
    tab.wait_outside("the console has it", || tab.lines().iter().any(|line| line.level == level));
    tab.finish();
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Error: trouble")]
fn an_error_in_the_console_fails_a_test() {
    finish_after("void console.error('trouble')", Level::Error);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Warn: trouble")]
fn a_warning_in_the_console_fails_a_test() {
    finish_after("void console.warn('trouble')", Level::Warn);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Exception: Uncaught Error: trouble")]
fn an_exception_that_nobody_catches_fails_a_test() {
    finish_after("void setTimeout(() => { throw new Error('trouble'); })", Level::Exception);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Exception: Uncaught (in promise) Error: trouble")]
fn a_rejection_that_nobody_handles_fails_a_test() {
    finish_after("void Promise.reject(new Error('trouble'))", Level::Exception);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Browser: Failed to load resource: ")]
fn a_missing_file_fails_a_test() {
    finish_after("fetch('/no-such-file').then(() => null)", Level::Browser);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Browser: ")]
fn what_the_policy_forbids_fails_a_test() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.evaluate::<()>(
        "window.violated = [];
        document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
        document.head.append(Object.assign(document.createElement('style'), {textContent: 'p { color: red }'}));",
    );
    tab.wait_true("it is a violation", "violated[0] === 'style-src-elem'");
    tab.finish();
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Error: trouble")]
fn an_error_in_the_console_of_a_worker_fails_a_test() {
    finish_after(&in_a_worker("console.error(`trouble`)"), Level::Error);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Exception: Uncaught Error: trouble")]
fn an_exception_in_a_worker_fails_a_test() {
    finish_after(&in_a_worker("throw new Error(`trouble`)"), Level::Exception);
}

#[test]
#[should_panic(expected = "unexpected in the console:\n  Exception: Uncaught (in promise) Error: trouble")]
fn a_rejection_in_a_worker_fails_a_test() {
    finish_after(&in_a_worker("void Promise.reject(new Error(`trouble`))"), Level::Exception);
}

fn in_a_worker(trouble: &str) -> String {
    format!("void new Worker(URL.createObjectURL(new Blob(['{trouble}'])))")
}

#[test]
#[should_panic(expected = "the test ended without Tab::finish")]
fn a_test_that_does_not_look_at_the_console_fails() {
    let simulator = Simulator::start(&[]);
    drop(Tab::open(&Profile::new(), &simulator.url()));
}

#[test]
fn a_recording_has_what_the_page_shows_when_it_is_read() {
    let profile = Profile::new();
    // The page's own words may change at any time, so it is another page.
    let tab = Tab::open(&profile, "about:blank");
    tab.record();
    for words in ["one", "two", "three", "four"] {
        tab.evaluate::<()>(&format!(
            "void (document.body.innerHTML = '<p class=status-stream><span class=status-word>{words}</span></p>')"
        ));
        let looks = tab.recorded();
        assert_eq!(looks.last().map(|look| look.page.stream.as_str()), Some(words));
    }
    tab.finish();
}
