//! The same for a value: a light's, beside the stream. They share connection, tab and numbers of requests.
//!
//! Where the stream is beside it, its requests may be lost and late as the light's; else they are answered at once. The
//! bounds and their states are in `DOCS/TESTING.md`.

mod backend;
mod bounds;
mod canonical;
mod effects;
mod examples;
mod healing;
mod moves;
mod tab;
mod timers;
mod world;

use std::collections::BTreeSet;
use std::time::Instant;

use stateright::{Checker, HasDiscoveries, Model, Property};

use crate::sync::injected_bug::InjectedBug;
use bounds::Bounds;
use world::World;

/// How many examples [`Values::properties`] asks for.
const EXAMPLES: usize = 6;

struct Values {
    bounds: Bounds,
    injected_bug: Option<InjectedBug>,
}

impl Model for Values {
    type State = World;
    type Action = moves::Move;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.bounds, self.injected_bug)]
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
            Property::sometimes("a value waits behind the one that is sent", |_, world: &World| world.has_wanted()),
            Property::sometimes("the backend has taken what it does not do", |model: &Self, world: &World| {
                world.is_disobeyed(model.bounds.disobeyed)
            }),
            Property::sometimes("both tabs ask for the turn", |_, world: &World| world.lock.len() == 2),
            Property::sometimes("a page shows another value for a while", |_, world: &World| world.is_wrong()),
            Property::sometimes("requests about both are under way", |_, world: &World| world.asks_about_both()),
            Property::sometimes("a set is under way that was given up", |_, world: &World| world.has_late_set()),
        ]
    }
}

struct Outcome {
    states: usize,
    broken: Vec<String>,
    examples: Vec<&'static str>,
}

fn explore(bounds: Bounds, injected_bug: Option<InjectedBug>) -> Outcome {
    let checker = Values { bounds, injected_bug }.checker().threads(2).finish_when(HasDiscoveries::AnyFailures);
    let checker = checker.spawn_bfs().join();
    let mut outcome = Outcome { states: checker.unique_state_count(), broken: Vec::new(), examples: Vec::new() };
    for (name, path) in checker.discoveries() {
        if name.starts_with('I') {
            outcome.broken.push(format!("{name}: {:#?}", path.into_actions()));
        } else {
            outcome.examples.push(name);
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
    assert!(states > 400_000, "only {states} states: the bounds are too narrow to mean much");
    assert_eq!(examples.len(), EXAMPLES, "the bounds are so narrow that only this happens: {examples:?}");
}

#[test]
fn each_broken_rule_is_found() {
    let bugs = [
        (InjectedBug::LateRepliesCount, Bounds::VALUE),
        (InjectedBug::FirstWins, Bounds::VALUE),
        (InjectedBug::TakenIsKnowledge, Bounds::VALUE),
        (InjectedBug::LostIsReplayed, Bounds::KILLED),
        (InjectedBug::FailureIsKnowledge, Bounds::BESIDE),
        (InjectedBug::LateRepliesCount, Bounds::BESIDE),
    ];
    for (injected_bug, bounds) in bugs {
        let outcome = explore(bounds, Some(injected_bug));
        println!("{injected_bug:?}: found after {} states", outcome.states);
        assert!(!outcome.broken.is_empty(), "{injected_bug:?} was not found");
    }
}
