//! Figures for people, not limits: `cargo xtask test --only e2e -- --ignored --nocapture measurements`.

use std::thread;
use std::time::{Duration, Instant};

use super::trouble::{TROUBLE, Trouble};
use crate::harness::{Allowed, Level, Look, NO_FRAME_COMES, Page, Profile, Random, Simulator, Tab, unix_ms};

const WITH_PUSHES: usize = 60;
const WITHOUT_PUSHES: usize = 24;
const RESTARTS: u32 = 20;
const SHORTEST_ABSENCE: Duration = Duration::from_secs(1);
const LONGEST_ABSENCE: Duration = Duration::from_secs(30);
/// Long enough for many polls.
const AT_REST: Duration = Duration::from_secs(30);

#[test]
#[ignore = "takes five minutes, and a machine that does nothing else"]
fn measurements_of_following() {
    println!("From a stop by somebody else, counted from its request, in milliseconds:");
    follow("with pushes", &[], WITH_PUSHES);
    follow("by the poll alone", &["--no-push"], WITHOUT_PUSHES);
}

#[test]
#[ignore = "takes four minutes, and a machine that does nothing else"]
fn measurements_of_following_a_recording() {
    println!("From what somebody else does to a recording, counted from its request, in milliseconds:");
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Warn, "[Recording] Mismatch detected. "));
    tab.wait_for("Record is offered", Page::offers_record);
    let mut random = Random::new();
    let (mut wrong_ms, mut right_ms, mut begun_ms) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..WITHOUT_PUSHES {
        random.pause(Duration::from_secs(10));
        tab.record();
        let started_at_ms = unix_ms();
        simulator.start_recording();
        tab.wait_for("it records", Page::records);
        begun_ms.push(first(&tab.recorded(), Page::records) - started_at_ms);
        // Anywhere between two polls.
        random.pause(Duration::from_secs(2));
        tab.record();
        let stopped_at_ms = unix_ms();
        simulator.stop_recording();
        tab.wait_for("the stop is shown", Page::offers_record);
        let looks = tab.recorded();
        wrong_ms.push(first(&looks, |page| !page.records()) - stopped_at_ms);
        right_ms.push(first(&looks, Page::offers_record) - stopped_at_ms);
    }
    println!(
        "  from a stop, {WITHOUT_PUSHES} times: wrong button until {}; right button after {}",
        spread(wrong_ms),
        spread(right_ms)
    );
    println!("  from a start, {WITHOUT_PUSHES} times: right button after {}", spread(begun_ms));
    tab.finish();
}

/// When the page first was like this.
fn first(looks: &[Look], right: impl Fn(&Page) -> bool) -> f64 {
    looks.iter().find(|look| right(&look.page)).unwrap().at_ms
}

#[test]
#[ignore = "takes two minutes, and a machine that does nothing else"]
fn measurements_at_rest() {
    println!("Requests a minute at rest, per page:");
    at_rest("one visible", 1, Tab::show);
    at_rest("ten visible", 10, Tab::show);
    at_rest("ten hidden", 10, Tab::hide);
}

/// How long the page goes on offering Stop, and how long it takes to offer Play.
fn follow(what: &str, flags: &[&str], times: usize) {
    let simulator = Simulator::start(flags);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    let mut random = Random::new();
    let (mut wrong_ms, mut right_ms) = (Vec::new(), Vec::new());
    for _ in 0..times {
        simulator.start_stream();
        tab.wait_for("the stream runs", |page| page.running());
        // Anywhere between two polls.
        random.pause(Duration::from_secs(5));
        tab.wait_for("the stream runs", |page| page.running());
        tab.record();
        let stopped_at_ms = unix_ms();
        simulator.stop_stream();
        tab.wait_for("the stop is shown", |page| page.ready());
        let looks = tab.recorded();
        let first =
            |right: fn(&Page) -> bool| looks.iter().find(|look| right(&look.page)).unwrap().at_ms - stopped_at_ms;
        wrong_ms.push(first(|page| !page.offers_stop()));
        right_ms.push(first(Page::offers_play));
    }
    println!(
        "  {what}, {times} times: wrong button until {}; right button after {}",
        spread(wrong_ms),
        spread(right_ms)
    );
    tab.finish();
}

#[test]
#[ignore = "takes seven minutes, and a machine that does nothing else"]
fn measurements_of_coming_back() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.wait_for("Play is offered", |page| page.ready());
    let mut right_ms = Vec::new();
    for restart in 0..RESTARTS {
        let flags: &[&str] = if restart % 2 == 0 { &["--auto-start"] } else { &[] };
        let right: fn(&Page) -> bool = if restart % 2 == 0 { Page::offers_stop } else { Page::offers_play };
        simulator.kill();
        tab.wait_for("the loss is shown", Page::offers_neither);
        thread::sleep(SHORTEST_ABSENCE + (LONGEST_ABSENCE - SHORTEST_ABSENCE) * restart / (RESTARTS - 1));
        tab.record();
        simulator.restart(flags);
        let answers_at_ms = unix_ms();
        tab.wait_for("the right button is offered", right);
        let looks = tab.recorded();
        right_ms.push(looks.iter().find(|look| right(&look.page)).unwrap().at_ms - answers_at_ms);
        tab.wait_for("it is connected", Page::connected);
    }
    println!(
        "From a backend that answers again, after 1 to 30 s, to the right button, in milliseconds, {RESTARTS} times: {}",
        spread(right_ms)
    );
    tab.finish();
}

#[test]
#[ignore = "takes thirteen minutes, and a machine that does nothing else"]
fn measurements_in_trouble() {
    println!(
        "Starts, stops, kills and lost requests for {} s; of the time in which the backend answered:",
        TROUBLE.as_secs()
    );
    for seed in Random::given_seed().map_or(1..=5, |seed| seed..=seed) {
        println!("  seed {seed}: {}", Trouble::new(seed).run());
    }
}

fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    format!("{:.0} (median), {:.0} (worst)", values[values.len() / 2], values[values.len() - 1])
}

fn at_rest(what: &str, count: usize, look: impl Fn(&Tab)) {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tabs: Vec<Tab> = (0..count).map(|_| Tab::open(&profile, &simulator.url())).collect();
    for tab in &tabs {
        tab.wait_for("Play is offered", |page| page.ready());
        look(tab);
    }
    let before = simulator.count_requests("");
    let begun = Instant::now();
    tabs[0].wait_within(AT_REST * 2, "the time is over", |_| begun.elapsed() >= AT_REST);
    let requests = simulator.count_requests("") - before;
    let each = requests as f64 * 60.0 / begun.elapsed().as_secs_f64() / count as f64;
    println!("  {what}: {each:.1} ({requests} in all)");
    tabs.into_iter().for_each(Tab::finish);
}
