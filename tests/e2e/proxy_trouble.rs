//! The page behind an nginx that cuts connections, or whose backend is away.

use std::time::{Duration, Instant};

use crate::harness::{Allowed, Level, Nginx, NginxSetup, Profile, Simulator, Tab};

const TIMEOUT: &str = include_str!("../proxy/timeout.conf");
const DISCONNECTED: &str = "[WebSocket] Disconnected.";

/// Expects what the page and the browser say about a backend that the proxy can't reach.
fn allow_gateway_errors(tab: &Tab) {
    tab.allow(Allowed::FailedRequests);
    for (level, begin) in [
        (Level::Browser, "WebSocket connection to "),
        (Level::Warn, "[StreamControls] Failed to check live view status: "),
        (Level::Error, "[WebSocket] Failed to sync livestream status: "),
    ] {
        tab.allow(Allowed::Begins(level, begin));
    }
}

#[test]
fn heartbeats_keep_the_socket_open() {
    let simulator = Simulator::start(&["--ping-interval-ms", "500"]);
    let nginx = NginxSetup::new(TIMEOUT, &simulator).set("timeout_s", "4").start();
    let profile = Profile::new();
    let tab = Tab::open(&profile, &nginx.at("/"));
    tab.wait_for("Play is offered", |page| page.ready());
    let begun = Instant::now();
    // Nothing else is sent but the disk's state, every 5 s.
    tab.wait_outside("three times the limit is over", || begun.elapsed() > Duration::from_secs(12));
    assert_eq!(tab.count_lines(Level::Info, DISCONNECTED), 0, "{}", tab.report());
    assert!(tab.page().ready());
    tab.finish();
}

#[test]
fn sockets_that_the_proxy_cuts_are_mended() {
    let simulator = Simulator::start(&[]);
    let nginx = NginxSetup::new(TIMEOUT, &simulator).set("timeout_s", "1").start();
    let profile = Profile::new();
    let tab = Tab::open(&profile, &nginx.at("/"));
    tab.wait_for("Play is offered", |page| page.ready());
    for cuts in 1..=3 {
        tab.wait_for_lines(cuts, Level::Info, DISCONNECTED);
        tab.wait_for("Play is offered after a cut", |page| page.ready());
    }
    simulator.start_stream();
    tab.allow(Allowed::Begins(
        Level::Warn,
        "[StreamControls] Backend status mismatch detected. Backend: true, Frontend: false",
    ));
    tab.wait_for("what happens meanwhile is found", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    // While frames come, no socket is silent, so the proxy would cut none that is left over.
    tab.wait_outside("one socket is left", || simulator.connected_clients() == 1);
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.finish();
}

#[test]
fn a_backend_that_restarts_behind_the_proxy_is_followed() {
    for server in [include_str!("../proxy/plain.conf"), include_str!("../proxy/unavailable.conf")] {
        let mut simulator = Simulator::start(&["--auto-start"]);
        let nginx = Nginx::start(server, &simulator);
        let profile = Profile::new();
        let tab = Tab::open(&profile, &nginx.at("/"));
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        allow_gateway_errors(&tab);
        simulator.kill();
        tab.wait_for("nothing is offered", |page| page.connection == "Not connected" && page.offers_neither());
        let why = match server.contains("503") {
            true => "the backend answered HTTP 503 and wants to be asked again in 2 s",
            false => "a proxy gets no answer from the backend (HTTP 502)",
        };
        tab.wait_outside("it is said why", || tab.said().iter().any(|(_, text)| text.ends_with(why)));
        simulator.restart(&[]);
        tab.wait_for("it is stopped now", |page| page.ready());
        tab.click_button("Play");
        tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
        tab.finish();
    }
}
