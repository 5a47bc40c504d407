//! A machine's one timer.

use gloo_timers::callback::Timeout;

use crate::browser::clock;
use crate::sync::Timestamp;

/// The longest that a browser's timer can be told to wait, in milliseconds.
const MAX_WAIT_MS: u64 = i32::MAX as u64;

/// At most one timer is set, for a machine's next wake.
#[derive(Debug, Default)]
pub(super) struct Timer {
    set: Option<(Timestamp, Timeout)>,
}

impl Timer {
    /// Sets the timer for this wake, unless it is set for it already. What is to be done then begins with
    /// [`Timer::clear`].
    pub(super) fn follow(&mut self, wake: Option<Timestamp>, act: Box<dyn FnOnce()>) {
        let set = self.set.as_ref().map(|(at, _)| *at);
        if set != wake {
            self.set = wake.map(|at| (at, timeout(at, act)));
        }
    }

    /// It has gone off.
    pub(super) fn clear(&mut self) {
        self.set = None;
    }
}

fn timeout(at: Timestamp, act: Box<dyn FnOnce()>) -> Timeout {
    // One more millisecond: the clock is cut to whole ones, and a wake that comes early would come again.
    let wait_ms = at.ms_since(clock::now()).saturating_add(1).min(MAX_WAIT_MS);
    #[allow(clippy::cast_possible_truncation)]
    Timeout::new(wait_ms as u32, act)
}
