//! States that differ in nothing that matters are one state: numbers are renumbered, times are “some time”.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::link_record::{LinkRecord, SinceCut};
use super::super::thing::Thing;
use super::super::{
    Confirmed, Connection, Drift, Evidence, Followed, Generation, RequestId, Session, State, StatusCheck,
    StreamCommand, Timestamp,
};
use super::world::World;

/// Not due. Which of the timers fires next is the model's choice, so their order does not matter.
pub const LATER: Timestamp = Timestamp(1 << 40);
/// All that happens happens at one time, but for sleeps.
pub const NOW: Timestamp = Timestamp(1 << 30);
/// A sleep is longer than any limit.
pub const AFTER_SLEEP: Timestamp = Timestamp(1 << 41);
/// Long ago, so that it is not fresh.
const LONG_AGO: Timestamp = Timestamp(0);

impl World {
    pub fn make_canonical(&mut self) {
        self.renumber();
        // The tabs are alike: which of them is the first does not matter.
        let mut swapped = self.clone();
        swapped.tabs.swap(0, 1);
        let holders = swapped.lock.iter_mut().chain(&mut swapped.turnless).chain(&mut swapped.robbed);
        holders.for_each(|holder| holder.0 = 1 - holder.0);
        if fingerprint(&swapped) < fingerprint(self) {
            *self = swapped;
        }
    }

    fn renumber(&mut self) {
        self.orphans.sort_unstable();
        self.turnless.sort_unstable();
        for index in 0..2 {
            let tab = &mut self.tabs[index];
            forget_times(&mut tab.state);
            tab.asks.sort_unstable();
            tab.replies.sort_unstable();
            // Requests by age, from 1.
            let mut numbers: Vec<RequestId> = tab.asks.iter().map(|ask| ask.0).collect();
            numbers.extend(tab.replies.iter().map(|reply| reply.0));
            numbers.extend(tab.state.stream.command.map(|command| command.request));
            if let StatusCheck::InFlight { request, .. } = tab.state.stream.check {
                numbers.push(request);
            }
            // What is turnless or robbed is the tab's command.
            numbers.extend(self.lock.iter().filter(|holder| holder.0 == index).map(|holder| holder.1));
            numbers.sort_unstable();
            numbers.dedup();
            let renumber = |request: &mut RequestId| {
                let place = numbers.binary_search(request).expect("every number was collected");
                *request = RequestId(place as u64 + 1);
            };
            tab.asks.iter_mut().for_each(|ask| renumber(&mut ask.0));
            tab.replies.iter_mut().for_each(|reply| renumber(&mut reply.0));
            if let Some(command) = &mut tab.state.stream.command {
                renumber(&mut command.request);
            }
            if let StatusCheck::InFlight { request, .. } = &mut tab.state.stream.check {
                renumber(request);
            }
            let holders = self.lock.iter_mut().chain(&mut self.turnless).chain(&mut self.robbed);
            holders.filter(|holder| holder.0 == index).for_each(|holder| renumber(&mut holder.1));
            tab.state.session.last_request = numbers.len() as u64;
        }
        // Only which observation is older matters, not by how much.
        let oldest = self.tabs.iter().flat_map(|tab| tab.replies.iter().map(|reply| reply.1.version).chain([tab.seen]));
        let oldest = oldest.min().unwrap_or(0).min(self.version);
        self.version -= oldest;
        for tab in &mut self.tabs {
            tab.seen -= oldest;
            tab.replies.iter_mut().for_each(|reply| reply.1.version -= oldest);
        }
    }
}

fn fingerprint(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    world.tabs[0].hash(&mut hasher);
    hasher.finish()
}

pub fn forget_times(state: &mut State) {
    forget_times_of(&mut state.stream, &state.session);
    for light in &mut state.lights.all {
        forget_times_of(light, &state.session);
    }
    (state.lights.next_poll, state.lights.next_glance) = (Timestamp(0), Timestamp(0));
    state.session.stepped_at = NOW;
    match &mut state.session.connection {
        Connection::Closed => {}
        Connection::Connecting { generation, attempt, deadline } => {
            *generation = Generation(1);
            *attempt = (*attempt).min(2);
            *deadline = LATER;
        }
        Connection::Connected { generation, sid } => {
            *generation = Generation(1);
            sid.clear();
        }
        Connection::Waiting { attempt, at, .. } => {
            *attempt = (*attempt).min(2);
            *at = LATER;
        }
    }
    state.session.generation = Generation(1);
    // The rest is about waits and words; and what was confirmed since a cut is of no account before the second.
    let cuts = state.session.link.cuts.min(2);
    // That the socket alone is refused is told, and leads to nothing.
    let is_confirmed = cuts > 1 && state.session.link.since_cut != SinceCut::Nothing;
    let since_cut = if is_confirmed { SinceCut::Confirmed } else { SinceCut::Nothing };
    state.session.link = LinkRecord { since_cut, cuts, ..LinkRecord::default() };
    // A switch and a start lead to the same.
    state.stream.expected = state.stream.expected.map(|command| match command {
        StreamCommand::Switch => StreamCommand::Start { force: false },
        other => other,
    });
    state.session.away_since = state.session.away_since.map(|_| NOW);
}

fn forget_times_of<T: Thing>(followed: &mut Followed<T>, session: &Session) {
    let confirmed_at = if followed.is_fresh(session) { NOW } else { LONG_AGO };
    match &mut followed.known.evidence {
        Evidence::Confirmed { at } | Evidence::Unverified { last: Some(Confirmed { at, .. }), .. } => {
            *at = confirmed_at
        }
        Evidence::Unverified { last: None, .. } => {}
    }
    match &mut followed.check {
        StatusCheck::Idle => {}
        StatusCheck::InFlight { sent_at, deadline, .. } => (*sent_at, *deadline) = (LATER, LATER),
        StatusCheck::Waiting { at, .. } => *at = LATER,
    }
    if let Some(command) = &mut followed.command {
        command.deadline = LATER;
    }
    if let Some(other) = &mut followed.other_command {
        (other.deadline, other.ask_at) = (LATER, LATER);
    }
    followed.next_send = if followed.wanted.is_empty() { Timestamp(0) } else { LATER };
    // What is told changes nothing.
    followed.drift = Drift { told_at: None, was: None };
    followed.poll.due = LATER;
    followed.poll.failures = followed.poll.failures.min(1);
}
