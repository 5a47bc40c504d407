//! What lights' values can be: asked once a connection for each light that is shown, one after the other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handle::Store;
use super::requests::no_backend;
use super::stream_facts::limited;
use crate::backend;
use crate::control::light::LightLimits;
use crate::sync::{Generation, RequestError};
use crate::wire::LightRange;

/// What is known of the lights' values, and which are to be asked for.
#[derive(Clone, Copy)]
pub(super) struct LightRanges {
    known: RwSignal<BTreeMap<String, LightLimits>>,
    queue: StoredValue<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    /// The next first.
    wanted: VecDeque<String>,
    /// Asked, or to be asked, on this connection.
    asked: BTreeSet<String>,
    connection: Option<Generation>,
    is_running: bool,
}

impl Queue {
    /// What is known was of another connection: it stays until it is asked for again.
    fn begin(&mut self, connection: Option<Generation>) {
        self.connection = connection;
        self.asked.clear();
        self.wanted.clear();
    }
}

impl LightRanges {
    pub(super) fn new() -> Self {
        Self { known: RwSignal::default(), queue: StoredValue::default() }
    }

    /// It was another backend's.
    pub(super) fn forget(self) {
        self.queue.try_update_value(|queue| queue.begin(None));
        self.known.try_update(BTreeMap::clear);
    }
}

impl Store {
    /// What a light's value can be; `None` before the backend was asked.
    #[must_use]
    pub fn light_limits(self, name: &str) -> Option<LightLimits> {
        self.light_ranges.known.with(|known| known.get(name).copied())
    }

    /// A light is shown: what its value can be is asked for, unless that was done on this connection.
    pub fn want_light_limits(self, name: &str, connection: Generation) {
        let begins = self.light_ranges.queue.try_update_value(|queue| {
            if queue.connection != Some(connection) {
                queue.begin(Some(connection));
            }
            if queue.asked.insert(name.to_owned()) {
                queue.wanted.push_back(name.to_owned());
            }
            !std::mem::replace(&mut queue.is_running, true)
        });
        if begins == Some(true) {
            spawn_local(self.ask_for_light_limits());
        }
    }

    async fn ask_for_light_limits(self) {
        let queue = self.light_ranges.queue;
        let next = || {
            queue.try_update_value(|queue| {
                let next = queue.wanted.pop_front();
                queue.is_running = next.is_some();
                next
            })
        };
        while let Some(name) = next().flatten() {
            let asked_of = self.address();
            let limits = match self.ask_for_light_range(&name).await {
                Ok(Some(range)) => LightLimits::Between(range),
                Ok(None) => LightLimits::NoValue,
                Err(why) => {
                    tracing::debug!("[Lights] What the value of {name} can be is not known: {why}");
                    LightLimits::NotSaid
                }
            };
            if self.address() == asked_of {
                self.light_ranges.known.try_update(|known| match limits {
                    // What it was before is as good as any.
                    LightLimits::NotSaid if known.contains_key(&name) => {}
                    _ => drop(known.insert(name, limits)),
                });
            }
        }
    }

    async fn ask_for_light_range(self, name: &str) -> Result<Option<LightRange>, RequestError> {
        let address = self.address().ok_or_else(no_backend)?;
        let (controller, _limit) = limited()?;
        backend::lights::range(&address, name, &controller.signal()).await
    }
}
