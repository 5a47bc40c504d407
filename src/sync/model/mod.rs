//! Model checking: the real [`State::step`](super::State::step), in two tabs, against a backend and a network that may do
//! anything within the [`Bounds`], in every order. All states are visited; in each the invariants hold, and from each
//! the pages come right once faults stop.
//!
//! Bounds, each explored completely (`cargo test --lib sync::model -- --nocapture` prints them):
//!
//! | tabs | clicks | switches | starts and stops by others | kills | lost messages | polls | times hidden | refused turns | hung tabs | sleeps | reloads | searches | states |
//! | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
//! | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 752,511 |
//! | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 9,046,873 |
//! | 1 | 0 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 130,939 |
//! | 2 | 1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 819,101 |
//! | 2 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 411,046 |
//! | 2 | 1 | 0 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 2,594,288 |
//! | 1 | 1 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1,496,557 |
//! | 1 | 0 | 0 | 0 | 0 | 4 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1,650 |
//! | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 1,593,471 |
//! | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 1,293,716 |
//! | 2 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 53,385 |
//! | 2 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 2 | 331,027 |
//! | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 3,070,410 |
//! | 2 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 85,602 |
//! | 1 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 214,924 |
//! | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 551,732 |
//! | 2 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 53,454 |
//! | 1 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 87,829 |
//! | 1 | 0 | 0 | 4 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1,792 |
//!
//! Together 22,590,307 states, in 34 min on two cores that built and tested beside it. Six machines with a rule broken on purpose are found, each within 15,000 states: a failure taken for knowledge, late replies that count, a
//! blind toggle, what was sent forgotten with its page, a free turn that is taken for the end of what was sent, a sleep that
//! is not noticed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backend;
mod bounds;
mod canonical;
mod effects;
mod examples;
mod healing;
mod moves;
mod tab;
mod timers;
mod values;
mod world;

use std::collections::BTreeSet;
use std::time::Instant;

use stateright::{Checker, HasDiscoveries, Model, Property};

use super::injected_bug::InjectedBug;
use bounds::Bounds;
use world::World;

/// How many examples [`Sync::properties`] asks for.
const EXAMPLES: usize = 7;

/// Two tabs, a backend, the network between them; and the machine's injected_bug, if it is to have one.
struct Sync {
    bounds: Bounds,
    injected_bug: Option<InjectedBug>,
}

impl Model for Sync {
    type State = World;
    type Action = moves::Move;

    fn init_states(&self) -> Vec<World> {
        [false, true].map(|running| World::new(self.bounds, running, self.injected_bug)).to_vec()
    }

    fn actions(&self, world: &World, actions: &mut Vec<Self::Action>) {
        moves::possible(world, actions);
    }

    fn next_state(&self, world: &World, action: Self::Action) -> Option<World> {
        let mut next = world.clone();
        next.make(action);
        next.make_canonical();
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("I1 the pages come right once faults stop", |_, world: &World| world.comes_right()),
            Property::always("I2 I3 I4 I5", |_, world: &World| world.broken.is_none()),
            // Examples: without them the bounds could be so narrow that nothing happens.
            Property::sometimes("a page offers Stop", |_, world: &World| world.offers(super::AvailableCommand::Stop)),
            Property::sometimes("a page is wrong for a while", |_, world: &World| world.is_wrong()),
            Property::sometimes("a command is orphaned", |_, world: &World| world.has_orphan()),
            Property::sometimes("one tab waits for the other", |_, world: &World| world.lock.len() == 2),
            Property::sometimes("a page waits for what a page before it has sent", |_, world: &World| {
                world.waits_for_what_was_sent()
            }),
            Property::sometimes("a turn was taken over", |_, world: &World| !world.robbed.is_empty()),
            Property::sometimes("a sync has failed", |_, world: &World| world.has_failed_sync()),
        ]
    }
}

/// What was found: the states, the properties that were broken, and the examples that were wanted.
struct Outcome {
    states: usize,
    broken: Vec<String>,
    examples: BTreeSet<&'static str>,
}

fn explore(bounds: Bounds, injected_bug: Option<InjectedBug>) -> Outcome {
    let checker = Sync { bounds, injected_bug }.checker().threads(2).finish_when(HasDiscoveries::AnyFailures);
    let checker = checker.spawn_bfs().join();
    let mut outcome = Outcome { states: checker.unique_state_count(), broken: Vec::new(), examples: BTreeSet::new() };
    for (name, path) in checker.discoveries() {
        if name.starts_with('I') {
            outcome.broken.push(format!("{name}: {:#?}", path.into_actions()));
        } else {
            outcome.examples.insert(name);
        }
    }
    outcome
}

#[test]
fn every_state_within_the_bounds_keeps_the_invariants() {
    let began = Instant::now();
    let mut states = 0;
    let mut examples = BTreeSet::new();
    for bounds in Bounds::ALL {
        let outcome = explore(bounds, None);
        println!("{} states: {bounds:?}", outcome.states);
        assert!(outcome.broken.is_empty(), "within {bounds:?}: {}", outcome.broken.join("\n"));
        states += outcome.states;
        examples.extend(outcome.examples);
    }
    println!("{states} states in {:.0} s", began.elapsed().as_secs_f64());
    assert!(states > 1_000_000, "only {states} states: the bounds are too narrow to mean much");
    assert_eq!(examples.len(), EXAMPLES, "the bounds are so narrow that only this happens: {examples:?}");
}

#[test]
fn each_broken_rule_is_found() {
    let bugs = [
        (InjectedBug::FailureIsKnowledge, Bounds::NARROW),
        (InjectedBug::LateRepliesCount, Bounds::NARROW),
        (InjectedBug::BlindToggle, Bounds::NARROW),
        (InjectedBug::SentIsForgotten, Bounds::RELOADED),
        (InjectedBug::FreeTurnEndsAll, Bounds::SENDER_GONE),
        (InjectedBug::SleepIsUnnoticed, Bounds::ASLEEP),
    ];
    for (injected_bug, bounds) in bugs {
        let outcome = explore(bounds, Some(injected_bug));
        println!("{injected_bug:?}: found after {} states", outcome.states);
        assert!(!outcome.broken.is_empty(), "{injected_bug:?} was not found");
    }
}
