//! The four cases that the page is built for: restarts, other people's clicks, other tabs.

use std::time::{Duration, Instant};

use crate::harness::{Allowed, Level, NO_FRAME_COMES, Need, Profile, Simulator, Tab, can, wait_until};

/// The page polls every 5 s; the rest is for the round trip and a busy machine. The poll after that is 10 s away.
const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(5_000 + 4_000);

#[test]
fn a_restarted_backend_is_shown_as_stopped() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let (simulator, tab) = restarted(&profile, simulator, &[]);
    tab.wait_for("Play is offered, Stop is not", |page| page.ready());
    assert!(!simulator.streams());
    if can(Need::Console) {
        assert_eq!(tab.count_lines(Level::Info, "[WebSocket] Livestream status synced: false"), 2);
    }
    tab.finish();
}

#[test]
fn a_restarted_backend_that_streams_by_itself_is_shown_as_running() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let (simulator, tab) = restarted(&profile, simulator, &["--auto-start"]);
    let page = tab.wait_for("Stop is offered, Play is not", |page| page.running());
    assert!(!page.tells("This page had it"), "nothing drifted: {page:?}");
    assert!(simulator.streams());
    tab.wait_true("a new frame is painted", "document.querySelector('.live-view').dataset.picture === 'live'");
    tab.finish();
}

/// A tab in which Play was pressed, and whose backend was killed and is there again with these flags.
fn restarted(profile: &Profile, mut simulator: Simulator, flags: &[&str]) -> (Simulator, Tab) {
    let tab = streaming(profile, &simulator);
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the lost connection is shown, and nothing is offered", |page| {
        page.connection == "Not connected" && page.offers_neither()
    });
    simulator.restart(flags);
    (simulator, tab)
}

#[test]
fn a_stop_by_somebody_else_is_found_by_the_poll() {
    let simulator = Simulator::start(&["--no-push"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    simulator.stop_stream();
    let stopped_at = Instant::now();
    const LINE: &str = "[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true";
    tab.allow(Allowed::Begins(Level::Warn, LINE));
    // The frames end at once, the page learns why with its next poll.
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    let page = tab.wait_for("Play is offered, Stop is not", |page| page.ready());
    let took = stopped_at.elapsed();
    assert!(took < POLL_AND_ROUND_TRIP, "it took {took:?}{}", tab.report());
    let told = "The stream was found stopped. This page had it as running.";
    let notice = page.notices.iter().find(|notice| notice.text.starts_with(told));
    assert_eq!(notice.map(|notice| notice.kind.as_str()), Some("notice notice-warning"), "{page:?}");
    let line = tab.wait_for_line(Level::Warn, "[StreamControls]");
    assert_eq!(line.text, LINE);
    assert_eq!(tab.count_lines(Level::Warn, "[StreamControls]"), 1);
    tab.finish();
}

#[test]
fn two_tabs_follow_each_other_by_the_poll_alone() {
    let simulator = Simulator::start(&["--no-push"]);
    // Of two persons, so that the tabs can't tell each other anything.
    let profiles = [Profile::new(), Profile::new()];
    let tabs = profiles.each_ref().map(|profile| Tab::open(profile, &simulator.url()));
    const MISMATCH: &str = "[StreamControls] Backend status mismatch detected. ";
    for tab in &tabs {
        tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    }
    follow_each_other(&simulator, &tabs);
    let [a, b] = tabs.each_ref().map(|tab| tab.wait_for_line(Level::Warn, MISMATCH).text);
    assert_eq!(a, format!("{MISMATCH}Backend: false, Frontend: true"));
    assert_eq!(b, format!("{MISMATCH}Backend: true, Frontend: false"));
    tabs.into_iter().for_each(Tab::finish);
}

#[test]
fn two_tabs_of_one_person_follow_each_other() {
    let simulator = Simulator::start(&["--no-push"]);
    let profile = Profile::new();
    let tabs = [Tab::open(&profile, &simulator.url()), Tab::open(&profile, &simulator.url())];
    follow_each_other(&simulator, &tabs);
    // What the other window of the same person has done is no fault.
    let [a, b] = &tabs;
    b.wait_for_line(Level::Info, "[Tabs] The stream is running, as another page of this browser had ordered");
    a.wait_for_line(Level::Info, "[Tabs] The stream is stopped, as another page of this browser had ordered");
    for tab in &tabs {
        let page = tab.page();
        assert!(!page.tells("This page had it"), "{page:?}");
    }
    tabs.into_iter().for_each(Tab::finish);
}

fn follow_each_other(simulator: &Simulator, tabs: &[Tab; 2]) {
    for tab in tabs {
        tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
        tab.wait_for("Play is offered", |page| page.ready());
    }
    let [a, b] = tabs;
    a.click_button("Play");
    a.wait_for("A streams", |page| page.running());
    b.wait_within(POLL_AND_ROUND_TRIP, "B follows the start in A", |page| page.running());
    b.click_button("Stop");
    b.wait_for("B stopped it", |page| page.ready());
    a.wait_within(POLL_AND_ROUND_TRIP, "A follows the stop in B", |page| page.ready());
    assert!(!simulator.streams());
    assert_eq!(simulator.most_commands_in_flight(), 1);
}

#[test]
fn a_backend_that_only_pauses_loses_nothing() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    simulator.pause();
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: no answer within 5 s"));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    tab.wait_within(Duration::from_secs(20), "the failed poll is shown, and the state stays", |page| {
        page.running_unverified()
    });
    simulator.resume();
    tab.wait_within(Duration::from_secs(20), "the next poll confirms it", |page| page.running());
    assert!(wait_until(Duration::from_secs(10), || simulator
        .clients()
        .iter()
        .all(|it| it.acknowledged_in_order_with_repeats())));
    if can(Need::Console) {
        assert_eq!(tab.count_lines(Level::Info, "[WebSocket] Disconnected."), 0);
    }
    tab.finish();
}

/// A tab in which Play was pressed, and whose stream runs.
fn streaming(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the stream runs", |page| page.running());
    assert!(simulator.streams());
    tab
}
