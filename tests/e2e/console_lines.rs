//! The console lines, word for word, each with its console method and where it belongs.

use serde_json::json;

use crate::harness::{Allowed, Answer, Level, Profile, Simulator, Tab, connect_lines, disconnected, to_status};

const FAILED_REQUEST_HTTP_500: &str = "the backend answered HTTP 500";

/// The id of the socket that is open now.
fn sid(simulator: &Simulator) -> String {
    let open: Vec<_> = simulator.clients().into_iter().filter(|client| client.disconnected_at_ms.is_none()).collect();
    assert_eq!(open.len(), 1, "{open:?}");
    open[0].sid.clone()
}

#[test]
fn connecting_to_a_stopped_backend() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    assert_eq!(tab.said(), connect_lines(&sid(&simulator), false));
    tab.finish();
}

#[test]
fn connecting_to_a_running_backend() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    assert_eq!(tab.said(), connect_lines(&sid(&simulator), true));
    tab.finish();
}

#[test]
fn a_sync_that_fails_and_is_healed_by_the_poll() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    let before = tab.said().len();
    let replaced_before = tab.count_replaced_tries();
    simulator.fault(&to_status(Answer::Known("server_error")));
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: "));
    // The check after the loss has failed before the connection is there again.
    simulator.fault(&json!({"fault": "refuse_sockets", "how": "hang", "for_ms": 1_500}));
    tab.allow(Allowed::BackendDown);
    simulator.fault(&json!({"fault": "drop_sockets", "how": "close"}));
    tab.wait_for("the sync was given up", |page| {
        page.offers_play() && page.stream == "Assumed stopped" && page.stream_note.starts_with("unverified: ")
    });
    let failed = (Level::Error, format!("[WebSocket] Failed to sync livestream status: {FAILED_REQUEST_HTTP_500}"));
    let check_failed =
        (Level::Warn, format!("[StreamControls] Failed to check live view status: {FAILED_REQUEST_HTTP_500}"));
    let mut expected = vec![disconnected("transport close"), check_failed.clone()];
    expected.extend(connect_lines(&sid(&simulator), false).into_iter().take(2));
    expected.push(failed);
    let mut said = tab.said().split_off(before);
    // While neither way leads to the backend, the check after the loss is repeated every second.
    said.dedup();
    // Once the sync is given up, the next poll may have failed as well.
    said.pop_if(|last| *last == check_failed);
    assert_eq!(said, expected, "{}", tab.report());
    // A try that is replaced by the next one has not failed.
    let failures = tab.count_lines(Level::Error, "[WebSocket] Failed to sync livestream status: ");
    let replaced = tab.count_replaced_tries() - replaced_before;
    assert!((1..=4).contains(&failures) && failures + replaced >= 4, "{failures} tries{}", tab.report());
    let before = tab.said().len();

    simulator.clear_faults();
    tab.wait_for("the poll heals it", |page| page.ready());
    // Another poll may have failed before.
    let said = tab.said().split_off(before);
    assert!(
        said.iter().all(|line| *line == check_failed),
        "a poll that finds nothing new is silent: {said:?}{}",
        tab.report()
    );
    tab.finish();
}

#[test]
fn a_poll_that_fails() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    let before = tab.said().len();
    simulator.fault(&to_status(Answer::Known("server_error")));
    tab.allow(Allowed::FailedRequests);
    let line = format!("[StreamControls] Failed to check live view status: {FAILED_REQUEST_HTTP_500}");
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: "));
    let page = tab.wait_for("the poll has failed", |page| !page.running());
    assert!(page.running_unverified(), "{page:?}");
    assert_eq!(tab.said()[before..], [(Level::Warn, line)]);
    tab.finish();
}

#[test]
fn a_server_that_closes_the_connection() {
    let simulator = Simulator::start(&[]);
    reconnects_after(
        &simulator,
        || simulator.fault(&json!({"fault": "drop_sockets", "how": "close"})),
        "transport close",
    );
}

#[test]
fn a_server_that_closes_the_namespace() {
    let simulator = Simulator::start(&[]);
    let close = || simulator.fault(&json!({"fault": "drop_sockets", "how": "namespace"}));
    reconnects_after(&simulator, close, "io server disconnect");
}

#[test]
fn a_server_that_stops_pinging() {
    let simulator = Simulator::start(&["--ping-interval-ms", "500", "--ping-timeout-ms", "4000"]);
    reconnects_after(&simulator, || simulator.fault(&json!({"fault": "half_open"})), "ping timeout");
}

#[test]
fn a_socket_that_is_dead_while_the_backend_answers() {
    // The missing pings alone would show it only after more than a minute.
    let simulator = Simulator::start(&["--ping-interval-ms", "1000", "--ping-timeout-ms", "60000"]);
    reconnects_after(&simulator, || simulator.fault(&json!({"fault": "half_open"})), "ping timeout");
}

/// A page whose connection ends says why, in the right place, and connects again by itself.
fn reconnects_after(simulator: &Simulator, end: impl Fn(), reason: &str) {
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    let mut expected = connect_lines(&sid(simulator), false);
    end();
    tab.wait_for_line(Level::Info, "[WebSocket] Disconnected.");
    simulator.clear_faults();
    tab.wait_for_lines(2, Level::Info, "[WebSocket] Livestream status synced: ");
    tab.wait_for("Play is offered again", |page| page.ready());
    tab.wait_outside("one socket is left", || simulator.connected_clients() == 1);
    expected.push(disconnected(reason));
    expected.extend(connect_lines(&sid(simulator), false));
    assert_eq!(tab.said(), expected);
    tab.finish();
}

#[test]
fn a_socket_that_breaks() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    // A browser must fail the connection over text that is not UTF-8, and says so itself.
    tab.allow(Allowed::BackendDown);
    let mut expected = connect_lines(&sid(&simulator), false);
    simulator.send_message(&json!("invalid_utf8"));
    tab.wait_for_lines(2, Level::Info, "[WebSocket] Livestream status synced: ");
    tab.wait_for("Play is offered again", |page| page.ready());
    expected.push(disconnected("transport error"));
    expected.extend(connect_lines(&sid(&simulator), false));
    assert_eq!(tab.said(), expected);
    tab.finish();
}

#[test]
fn a_killed_backend() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    let line = tab.wait_for_line(Level::Info, "[WebSocket] Disconnected.");
    // How TCP ends when a process is killed depends on what was still unread.
    let reasons = ["transport close", "transport error"].map(|reason| disconnected(reason).1);
    assert!(reasons.contains(&line.text), "{line}");
    tab.wait_for_line(
        Level::Warn,
        "[StreamControls] Failed to check live view status: the backend could not be reached (",
    );
    tab.wait_for_line(Level::Debug, "[WebSocket] Attempt 1 to connect failed: transport error");
    tab.wait_for("the state is what was last seen, and nothing is offered", |page| {
        page.offers_neither()
            && page.stream == "Stopped when last seen"
            && page.stream_note == "unverified: no connection"
    });
    tab.finish();
}

#[test]
fn a_page_that_changes_its_backend() {
    let simulators = [Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulators[0].url());
    tab.wait_for("Play is offered", |page| page.ready());
    let mut expected = connect_lines(&sid(&simulators[0]), false);
    tab.click_link("Settings");
    tab.write("Backend address", &simulators[1].url());
    tab.click_button("Test and save");
    tab.wait_for_lines(2, Level::Info, "[WebSocket] Livestream status synced: ");
    tab.click_link("Live view");
    tab.wait_for("the other backend's stream is shown", |page| page.running());
    expected.push(disconnected("io client disconnect"));
    expected.extend(connect_lines(&sid(&simulators[1]), true));
    assert_eq!(tab.said()[..expected.len()], expected, "{}", tab.report());
    tab.wait_outside("the old socket is closed", || simulators[0].connected_clients() == 0);
    tab.finish();
}
