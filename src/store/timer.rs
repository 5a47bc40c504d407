//! The machine's one timer.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::Store;
use crate::clock;
use crate::sync::{Event, Moment, State};

/// The longest that a browser's timer can be told to wait, in milliseconds.
const MAX_WAIT_MS: u64 = i32::MAX as u64;

/// At most one timer is set, for the machine's next wake.
#[derive(Debug, Default)]
pub(super) struct Timer {
    set: Option<(Moment, Timeout)>,
}

impl Store {
    /// Sets the timer for the machine's next wake, unless it is set for it already.
    pub(super) fn set_alarm(self) {
        let wake = self.state.try_with_untracked(State::next_wake).flatten();
        self.driver.try_update_value(|driver| {
            let set = driver.timer.set.as_ref().map(|(at, _)| *at);
            if set != wake {
                driver.timer.set = wake.map(|at| (at, self.timeout(at)));
            }
        });
    }

    fn timeout(self, at: Moment) -> Timeout {
        // One more millisecond: the clock is cut to whole ones, and a wake that comes early would come again.
        let wait_ms = at.ms_since(clock::now()).saturating_add(1).min(MAX_WAIT_MS);
        #[allow(clippy::cast_possible_truncation)]
        Timeout::new(wait_ms as u32, move || {
            self.driver.try_update_value(|driver| driver.timer.set = None);
            self.dispatch(Event::Woke);
        })
    }
}
