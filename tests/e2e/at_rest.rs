//! How much a page asks while nothing happens.

use std::time::{Duration, Instant};

use crate::harness::{Profile, Simulator, Tab, wait_until};

/// The stream is asked for every 5 s, so this is a minute.
const POLLS: usize = 12;
/// The most requests in a minute, with no panel open and nothing recorded.
const MOST_REQUESTS: f64 = 24.0;
/// A minute of polls on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

fn polls(simulator: &Simulator) -> usize {
    simulator.count_requests("getLiveViewActive")
}

/// Waits until so many polls of a page have come.
fn wait_polls(simulator: &Simulator, count: usize) {
    let before = polls(simulator);
    assert!(wait_until(LIMIT, || polls(simulator) >= before + count), "{:#?}", simulator.requests());
}

#[test]
fn a_page_at_rest_asks_at_most_twenty_four_times_a_minute_and_a_hidden_one_never() {
    let simulator = Simulator::start(&["--lights", "4"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    // What is asked once a connection is over by then.
    wait_polls(&simulator, 2);
    let asked = || simulator.count_requests("/imswitch/api/");
    let (before, begun) = (asked(), Instant::now());
    wait_polls(&simulator, POLLS);
    let (requests, minutes) = ((asked() - before) as f64, begun.elapsed().as_secs_f64() / 60.0);
    println!("{requests} requests in {minutes:.2} minutes");
    // The recording and a light are each asked for every 10 s: where one is at its beginning and the next at its end, one
    // more falls into it, of each.
    assert!(requests <= MOST_REQUESTS * minutes + 2.0, "{requests} in {minutes} minutes: {:#?}", simulator.requests());

    // Another person's page, before another backend, tells the time.
    let (others, elsewhere) = (Profile::new(), Simulator::start(&[]));
    let other = Tab::open(&others, &elsewhere.url());
    other.wait_for("Play is offered", |page| page.ready());
    tab.hide();
    // What was on its way when it was hidden has come by then.
    wait_polls(&elsewhere, 1);
    let hidden = asked();
    wait_polls(&elsewhere, 3);
    other.finish();
    assert_eq!(asked(), hidden, "{:#?}", simulator.requests());
    tab.show();
    tab.wait_outside("it asks when it is shown", || asked() > hidden);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.finish();
}
