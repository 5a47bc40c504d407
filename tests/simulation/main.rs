//! Seeded simulation: the real machine in several tabs, a model of backend and network, and a fake clock.
//!
//! Each seed is one schedule: restarts, partitions, half-open sockets, slow stops, bursts of clicks, hidden and sleeping
//! tabs, pages that are loaded again, closed or crash in the middle of it all, an outside actor. Then the faults heal, and every page has to equal the backend within one poll interval and
//! one round trip. The invariants hold all along.
//!
//! `LOCKSTEP_SEED=123` runs one seed and prints what happened; `LOCKSTEP_SCHEDULES=100000` runs more of them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backend;
mod faults;
mod invariants;
mod network;
mod other_invariants;
mod other_turns;
mod others;
mod pages;
mod record;
mod requests;
mod schedule;
mod scheduled;
mod tab;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use world::{Bug, Trace, World};

const SCHEDULES: u64 = 20_000;

#[test]
fn every_page_equals_the_backend_soon_after_the_faults_heal() {
    if let Some(seed) = number("LOCKSTEP_SEED") {
        return World::new(seed, Trace::Print, None).run();
    }
    let schedules = number("LOCKSTEP_SCHEDULES").unwrap_or(SCHEDULES);
    let mut events = 0;
    for seed in 1..=schedules {
        let mut world = World::new(seed, Trace::Off, None);
        if let Err(reason) = catch_unwind(AssertUnwindSafe(|| world.run())) {
            eprintln!("seed {seed} fails; LOCKSTEP_SEED={seed} runs it alone");
            std::panic::resume_unwind(reason);
        }
        events += world.events;
    }
    println!("{schedules} schedules, {events} events");
    assert!(events > schedules * 100, "the schedules are too empty to mean anything");
}

#[test]
fn a_browser_that_forgets_what_a_page_has_sent_is_found() {
    let broken = |seed| catch_unwind(|| World::new(seed, Trace::Off, Some(Bug::SentIsForgotten)).run()).is_err();
    let found = (1..=SCHEDULES).find(|seed| broken(*seed));
    println!("found by seed {found:?}");
    assert!(found.is_some(), "{SCHEDULES} schedules do not find it");
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}
