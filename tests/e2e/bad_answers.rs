//! Status answers that say nothing reliable: a failed check each, and never "stopped".

use serde_json::json;

use crate::harness::{Allowed, Answer, Level, Profile, Simulator, Tab, to_status};

const FAILED: &str = "[StreamControls] Failed to check live view status: ";

#[test]
fn an_answer_that_means_nothing_changes_nothing() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, FAILED));
    let not_understood = |what: &str| format!("the answer was not understood ({what}");
    let no_status = |body: &str| not_understood(&format!("the answer is not true, false or {{\"active\":…}}: `{body}"));
    let answers = [
        (Answer::Known("server_error"), "the backend answered HTTP 500".to_owned()),
        (Answer::Known("not_found"), "the backend answered HTTP 404".to_owned()),
        (Answer::Known("unprocessable"), "the backend answered HTTP 422".to_owned()),
        (Answer::Known("html"), not_understood("a web page; a login or a proxy may stand before the backend)")),
        (Answer::Known("empty"), not_understood("the answer is empty)")),
        (Answer::Known("oversized"), not_understood("longer than 1048576 bytes)")),
        (Answer::Known("yes"), no_status("\"yes\"")),
        (Answer::Known("null"), no_status("null")),
        (Answer::Body("0"), no_status("0")),
        (Answer::Body("[]"), no_status("[]")),
        (Answer::Body("{}"), no_status("{}")),
        (Answer::Body("False"), no_status("False")),
        (Answer::Body(r#"{"active":0}"#), no_status("{\"active\":0}")),
        (Answer::Body(r#"{"active":true,"isActive":false}"#), no_status("{\"active\":true,\"isActive\":false}")),
        (Answer::CutOff, "the backend could not be reached (".to_owned()),
    ];
    for (answer, why) in answers {
        simulator.clear_faults();
        simulator.fault(&to_status(answer));
        // An announcement makes the page ask at once.
        simulator.send_message(&started());
        tab.wait_for_line(Level::Warn, &format!("{FAILED}{why}"));
        let page = tab.page();
        assert!(page.offers_stop() && page.stream == "Running", "after {answer:?}: {page:?}");
    }
    tab.wait_for("the failed check is shown", |page| page.running_unverified());
    simulator.clear_faults();
    simulator.send_message(&started());
    let page = tab.wait_for("a good answer confirms it", |page| page.running());
    assert!(page.notices.is_empty(), "{page:?}");
    assert_eq!(tab.count_lines(Level::Info, "[WebSocket] Disconnected."), 0);
    tab.finish();
}

/// What a backend sends when a stream was started, in the form of older ones.
fn started() -> serde_json::Value {
    let signal = json!({"name": "sigStreamStarted", "args": {"p0": "WidefieldCamera", "p1": "jpeg"}}).to_string();
    json!({"text": format!("42{}", json!(["signal", signal]))})
}

#[test]
fn the_answers_of_older_backends_are_understood() {
    for form in ["active_object", "is_active_object"] {
        let simulator = Simulator::start(&[]);
        simulator.fault(&to_status(Answer::Known(form)));
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.url());
        tab.wait_for("Play is offered", |page| page.ready());
        simulator.start_stream();
        tab.allow(Allowed::Begins(
            Level::Warn,
            "[StreamControls] Backend status mismatch detected. Backend: true, Frontend: false",
        ));
        tab.wait_for("the push leads to a check", |page| page.running());
        tab.finish();
    }
}

#[test]
fn a_backend_that_never_answers_is_not_taken_for_stopped() {
    let simulator = Simulator::start(&["--auto-start"]);
    simulator.fault(&to_status(Answer::Hang));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: no answer within 5 s"));
    let page = tab.wait_for("the page is syncing", |page| page.connected() && page.stream == "Syncing…");
    assert!(page.offers_neither(), "{page:?}");
    tab.wait_for_line(Level::Error, "[WebSocket] Failed to sync livestream status: no answer within 5 s");
    let page = tab.page();
    assert!(page.offers_neither() && page.stream == "Syncing…", "the next try is under way: {page:?}");
    simulator.clear_faults();
    tab.wait_for("a later try finds the truth", |page| page.running());
    tab.finish();
}

#[test]
fn a_slow_answer_is_not_a_dead_backend() {
    let simulator = Simulator::start(&["--auto-start"]);
    // More than half of what the page waits for.
    simulator.fault(&to_status(Answer::DelayMs(2_600)));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    let page = tab.wait_for("the page is syncing", |page| page.connected() && page.stream == "Syncing…");
    assert!(page.offers_neither(), "{page:?}");
    tab.wait_for("the answer comes", |page| page.running());
    tab.finish();
}
