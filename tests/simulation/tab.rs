//! One tab: the real machine, and what it has under way.

use std::collections::{BTreeSet, VecDeque};

use lockstep::sync::{Backoff, Event, Generation, Intent, RequestId, State, Visibility};

/// The tab's socket, from the backend's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Socket {
    pub generation: Generation,
    /// The process it is connected to.
    pub boot: u64,
    /// Packets no longer get through, and neither end knows.
    pub half_open: bool,
}

#[derive(Debug)]
pub struct Tab {
    pub state: State,
    pub socket: Option<Socket>,
    /// The socket that the machine wants; opening it takes a while.
    pub wanted: Option<Generation>,
    /// Requests that were sent and not answered.
    pub open: BTreeSet<RequestId>,
    /// What was last pressed and allowed.
    pub intent: Option<Intent>,
    /// The command whose turn another tab has taken over: no rule keeps that one from sending.
    pub robbed: Option<RequestId>,
    /// The same of commands about other things.
    pub robbed_others: BTreeSet<RequestId>,
    /// Its page was left, or crashed: nothing reaches it any more. Whoever loads it again has another tab.
    pub gone: bool,
    /// Sleeping: nothing runs, and what arrives waits.
    pub asleep: bool,
    /// What arrived meanwhile, with the backend's version that it saw.
    pub mailbox: VecDeque<(Event, Option<u64>)>,
    /// The backend's version at the newest observation that counted.
    pub seen_version: u64,
    /// The same of recording and light.
    pub seen_others: [u64; 2],
}

impl Tab {
    pub fn new(seed: u32) -> Self {
        Self {
            state: State::new(Visibility::Visible, Backoff::new(seed | 1)),
            socket: None,
            wanted: None,
            open: BTreeSet::new(),
            intent: None,
            robbed: None,
            robbed_others: BTreeSet::new(),
            gone: false,
            asleep: false,
            mailbox: VecDeque::new(),
            seen_version: 0,
            seen_others: [0, 0],
        }
    }
}
