//! The lights: each is followed, and they share the few requests that may leave.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::things::Light;
use super::{Followed, Session, Support, Timestamp, Watch, timing};

/// The lights of the backend, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Lights {
    /// Each of them.
    pub all: Vec<Followed<Light>>,
    /// Does the backend have any calls about lights?
    pub support: Support,
    /// Whether anybody looks whether one is on.
    pub watch: Watch,
    /// When the next poll of any may leave.
    pub(super) next_poll: Timestamp,
    /// When the next poll of one of which only that is looked at may leave.
    pub(super) next_glance: Timestamp,
}

/// Which lights there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum LightList {
    /// The backend did not say.
    Unknown,
    /// The backend has no calls about lights.
    Absent,
    /// These.
    Named(Vec<String>),
}

impl Lights {
    pub(super) const fn none() -> Self {
        Self {
            all: Vec::new(),
            support: Support::Unknown,
            watch: Watch::Absent,
            next_poll: Timestamp(0),
            next_glance: Timestamp(0),
        }
    }

    /// The light of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Followed<Light>> {
        self.all.iter().find(|light| light.thing.name == name)
    }

    /// May another request leave?
    pub(super) fn has_room(&self) -> bool {
        self.all.iter().filter(|light| light.check.is_in_flight()).count() < timing::MAX_LIGHT_CHECKS
    }

    /// The light whose turn it is to be asked for, and when.
    pub(super) fn next_turn(&self, session: &Session) -> Option<(usize, Timestamp)> {
        if !self.has_room() {
            return None;
        }
        let due = |(place, light): (usize, &Followed<Light>)| {
            let gate = if light.watch == Watch::Full { self.next_poll } else { self.next_poll.max(self.next_glance) };
            // Of those that wait for the gate, the one that has waited longest.
            light.next_poll(session).map(|due| (due.max(gate), due, place))
        };
        self.all.iter().enumerate().filter_map(due).min().map(|(at, _, place)| (place, at))
    }

    pub(super) fn next_deadline(&self, session: &Session) -> Option<Timestamp> {
        let has_room = self.has_room();
        let turn = self.next_turn(session).map(|(_, at)| at);
        self.all.iter().filter_map(|light| light.next_deadline(session, has_room)).chain(turn).min()
    }
}
