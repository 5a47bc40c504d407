//! The page behind an nginx that answers GETs from a cache.

use crate::harness::{Allowed, Level, Nginx, Profile, Simulator, Tab};

#[test]
fn nothing_that_matters_comes_from_a_cache() {
    let simulator = Simulator::start(&[]);
    let nginx = Nginx::start(include_str!("../proxy/cache.conf"), &simulator);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &nginx.at("/"));
    tab.wait_for("Play is offered", |page| page.ready());
    let ask = "fetch('imswitch/api/version').then((answer) => answer.headers.get('x-cache'))";
    let asked = ["MISS", "HIT"].map(|_| tab.evaluate::<String>(ask));
    assert_eq!(asked, ["MISS", "HIT"], "the proxy keeps answers");

    for turn in 1..=2 {
        simulator.start_stream();
        tab.allow(Allowed::Begins(
            Level::Warn,
            "[StreamControls] Backend status mismatch detected. Backend: true, Frontend: false",
        ));
        tab.wait_for("a stream that somebody started is seen", |page| page.running());
        tab.click_button("Stop");
        tab.wait_for("the stream is stopped", |page| page.ready());
        assert!(!simulator.streams(), "the stop came to the backend");
        assert_eq!(simulator.count_requests("stopLiveView"), turn);
    }
    // Another browser, and a page that is loaded again, know nothing of the questions before.
    simulator.start_stream();
    tab.wait_for("it runs", |page| page.running());
    tab.reload();
    tab.wait_for("it runs for a page that is loaded again", |page| page.running());
    let other_profile = Profile::new();
    let other = Tab::open(&other_profile, &nginx.at("/"));
    other.wait_for("it runs for somebody else", |page| page.running());
    other.finish();
    tab.finish();
}
