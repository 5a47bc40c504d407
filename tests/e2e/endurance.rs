//! A minute of trouble: the buttons stay with the truth throughout.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Allowed, Level, Look, NO_FRAME_COMES, Profile, Random, Simulator, Tab, Visit};

const MINUTE: Duration = Duration::from_secs(60);
/// Without so many commands, random clicks show nothing.
const FEWEST_COMMANDS: usize = 20;
/// A push, a check that fails, its retry after 0.25 s; the rest is for a busy machine. The next poll is 4 s away.
const FOLLOW_LIMIT: Duration = Duration::from_millis(3_500);

#[test]
fn half_of_the_status_requests_fail_for_a_minute() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] "));
    simulator.fault(&json!({"fault": "answer", "to": "status", "with": "server_error", "when": "every_other"}));
    let begun = Instant::now();
    let mut streams = false;
    while begun.elapsed() < MINUTE {
        // While nothing changes, the right button is offered in each painted frame, whatever becomes of the polls.
        tab.record();
        let asked = || simulator.count_requests("getLiveViewActive");
        let before = asked();
        tab.wait_outside("two more polls", || asked() >= before + 2);
        let looks = tab.recorded();
        let wrong = looks.iter().find(|look| !offers(look, streams));
        assert!(wrong.is_none(), "streams: {streams}, but {wrong:#?}{}", tab.report());
        // Somebody else changes it.
        if streams {
            simulator.stop_stream()
        } else {
            simulator.start_stream()
        }
        streams = !streams;
        tab.wait_within(FOLLOW_LIMIT, "the page follows", |page| {
            if streams { page.offers_stop() } else { page.offers_play() }
        });
    }
    simulator.clear_faults();
    tab.wait_for("the page is right", |page| if streams { page.running() } else { page.ready() });
    tab.finish();
}

fn offers(look: &Look, streams: bool) -> bool {
    if streams { look.page.offers_stop() } else { look.page.offers_play() }
}

#[test]
fn a_backend_that_is_paused_for_a_minute() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: no answer within 5 s"));
    tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: no answer within 5 s"));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    tab.record();
    simulator.pause();
    let paused_at = Instant::now();
    tab.wait_within(MINUTE, "the silence is noticed", |page| !page.connected());
    tab.wait_within(MINUTE, "the minute is over", |_| paused_at.elapsed() >= MINUTE);
    let page = tab.page();
    assert!(page.offers_neither(), "nothing is vouched for: {page:?}");
    simulator.resume();
    tab.wait_for("the page is right, and the picture live", |page| page.running() && page.picture == "live");
    let wrong = tab.recorded().into_iter().find(|look| look.page.offers_play());
    assert!(wrong.is_none(), "it streamed all the time: {wrong:#?}");
    tab.wait_outside("one socket is left", || simulator.connected_clients() == 1);
    tab.finish();
}

#[test]
fn random_clicks_in_five_tabs_for_a_minute() {
    click_in_five_tabs("");
}

#[test]
fn random_clicks_in_five_tabs_without_a_lock_for_a_minute() {
    // As where the page is not secure: on plain http, but for localhost.
    click_in_five_tabs("Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})");
}

fn click_in_five_tabs(before: &str) {
    // Small and few pictures: it is the commands that are to be many.
    let slow = ["--start-delay-ms=150", "--stop-delay-ms=50", "--fps=5", "--width=160", "--height=120"];
    let simulator = Simulator::start(&slow);
    let profile = Profile::new();
    let url = simulator.url();
    let visit = Visit { before, ..Visit::to(&url) };
    let tabs: Vec<Tab> = (0..5).map(|_| Tab::visit(&profile, &visit)).collect();
    for tab in &tabs {
        tab.wait_for("Play is offered", |page| page.ready());
        tab.click_button("Camera");
        // What one tab does is a change made elsewhere for the others.
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
        // A recording ends with its stream, whoever stopped that.
        tab.allow(Allowed::Begins(Level::Warn, "[Recording] Mismatch detected. "));
        // Where that was at once, there is no file, and the page asks for it.
        tab.allow(Allowed::FailedRequests);
        // Five pages that decode and click take a busy machine to its limits.
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: no answer within"));
        tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    }
    let mut random = Random::new();
    let begun = Instant::now();
    while begun.elapsed() < MINUTE || commands(&simulator) <= FEWEST_COMMANDS && begun.elapsed() < 3 * MINUTE {
        let tab = &tabs[random.below(tabs.len())];
        // By the keyboard of an impatient person: whatever is offered, or nothing, or both after each other.
        let script = match random.below(5) {
            0 => "document.querySelectorAll('.control').forEach((button) => button.click())",
            // Another camera or format.
            1 => "document.querySelector('.camera [aria-pressed=false]')?.click()",
            _ => "document.querySelector('.control:not(:disabled)')?.click()",
        };
        tab.evaluate::<serde_json::Value>(script);
        random.pause(Duration::from_millis(120));
    }
    let state = simulator.state();
    assert_eq!(state["most_commands_in_flight"], 1, "{random}: {state}");
    assert_eq!(state["leaked_workers"], 0, "{random}: {state}");
    let commands = commands(&simulator);
    assert!(commands > FEWEST_COMMANDS, "{random}: only {commands} commands were sent");
    for tab in &tabs {
        tab.wait_outside("the last command has ended", || simulator.state()["commands_in_flight"] == 0);
        tab.wait_for("the tab is right", |page| if simulator.streams() { page.running() } else { page.ready() });
    }
    tabs.into_iter().for_each(Tab::finish);
}

fn commands(simulator: &Simulator) -> usize {
    simulator.count_requests("startLiveView") + simulator.count_requests("stopLiveView")
}
