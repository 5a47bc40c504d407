//! Notices: they can be dismissed, go when they are no longer so, and never pile up.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Allowed, Level, Profile, Simulator, Tab};

const CORRECTED: &str = "The stream was found stopped. This page had it as running.";

fn drifting(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.allow(Allowed::Begins(
        Level::Warn,
        "[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true",
    ));
    tab.wait_for("Stop is offered", |page| page.running());
    tab
}

#[test]
fn a_notice_can_be_dismissed() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = drifting(&profile, &simulator);
    simulator.stop_stream();
    tab.wait_for("the correction is told", |page| page.ready() && page.tells(CORRECTED));
    tab.click_button("Dismiss this notice");
    tab.wait_for("it is gone", |page| page.notices.is_empty());
    tab.finish();
}

#[test]
fn a_notice_that_names_a_state_goes_when_it_is_no_longer_so() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = drifting(&profile, &simulator);
    for _ in 0..2 {
        simulator.stop_stream();
        let page = tab.wait_for("the correction is told", |page| page.ready() && page.tells(CORRECTED));
        assert_eq!(page.notices.len(), 1, "{page:?}");
        tab.click_button("Play");
        tab.wait_for("the stream runs, and nothing is told of before", |page| {
            page.running() && page.notices.is_empty()
        });
    }
    tab.finish();
}

/// Until a connection counts as made, and good news has left.
const STANDS: Duration = Duration::from_secs(60);

#[test]
fn lost_and_regained_connections_do_not_pile_up() {
    // So many frames that acknowledgements are always under way: none may go to a socket that is closing.
    let simulator = Simulator::start(&["--auto-start", "--fps", "100", "--width", "320", "--height", "240"]);
    let profile = Profile::new();
    let tab = drifting(&profile, &simulator);
    for lost in 1..=4 {
        simulator.fault(&json!({"fault": "drop_sockets", "how": "close"}));
        tab.wait_for_lines(lost, Level::Info, "[WebSocket] Disconnected.");
        tab.wait_for_lines(lost + 1, Level::Info, "[WebSocket] Livestream status synced: ");
        // What is mended at once is not told.
        let page = tab.wait_for("it is connected again", |page| page.running());
        assert!(page.notices.len() <= 1, "{page:?}");
    }
    tab.wait_within(STANDS, "once the connection stands, good news comes, and leaves by itself", |page| {
        page.notices.is_empty()
    });
    tab.finish();
}

#[test]
fn a_lost_connection_is_told_and_stays_told() {
    let mut simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = drifting(&profile, &simulator);
    tab.wait_for("the picture is live", |page| page.picture == "live");
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    let page = tab.wait_for("the loss is told", |page| page.offers_neither() && page.connection == "Not connected");
    assert!(page.tells("Connection lost (transport "), "{page:?}");
    let page = tab.wait_for("the picture is said to be old", |page| page.picture == "past");
    assert!(page.caption.starts_with("Connection lost: this is the last frame, "), "{page:?}");
    // The check that the loss itself starts is still under way for a moment ("Syncing…").
    tab.wait_for("the state is said to be unverified", |page| {
        page.stream == "Running when last seen" && page.stream_note == "unverified: no connection"
    });
    tab.wait_for_lines(3, Level::Debug, "[WebSocket] Attempt ");
    let page = tab.page();
    assert_eq!(page.notices.len(), 1, "{page:?}");
    assert!(page.tells("Connection lost (transport "), "{page:?}");
    // At once, and with short waits again. The button is there while the page waits, and it tries again by itself.
    const FIRST_FAILED: &str = "[WebSocket] Attempt 1 to connect failed";
    let before = tab.count_lines(Level::Debug, FIRST_FAILED);
    tab.wait_outside("it is tried anew", || {
        tab.click_button_if_there("Reconnect now");
        tab.count_lines(Level::Debug, FIRST_FAILED) > before
    });
    simulator.restart(&["--auto-start"]);
    let page = tab.wait_for("it is connected", |page| page.running());
    assert!(page.tells("Connected again."), "{page:?}");
    tab.finish();
}
