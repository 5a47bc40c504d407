//! How long something was waited for.

use crate::sync::Timestamp;

/// A longer time between two looks was no waiting: the computer slept, or the browser let the page rest.
const MAX_STEP_MS: u64 = 1_000;

/// How long something was waited for, by looking at it a few times a second. What was slept through does not count: who
/// is waited for slept as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    waited_ms: u64,
    looked_at: Timestamp,
}

impl Patience {
    /// The waiting begins.
    #[must_use]
    pub const fn begin(now: Timestamp) -> Self {
        Self { waited_ms: 0, looked_at: now }
    }

    /// Looks, and says how many milliseconds were waited so far.
    pub fn look(&mut self, now: Timestamp) -> u64 {
        self.waited_ms += now.ms_since(self.looked_at).min(MAX_STEP_MS);
        self.looked_at = now;
        self.waited_ms
    }
}

#[cfg(test)]
mod tests {
    use super::{Patience, Timestamp};

    #[test]
    fn what_is_waited_for_awake_adds_up() {
        let mut patience = Patience::begin(Timestamp(1_000));
        let waited: Vec<u64> = (1..=4).map(|look| patience.look(Timestamp(1_000 + 250 * look))).collect();
        assert_eq!(waited, [250, 500, 750, 1_000]);
    }

    #[test]
    fn a_night_with_the_lid_closed_is_no_waiting() {
        let mut patience = Patience::begin(Timestamp(0));
        patience.look(Timestamp(250));
        assert_eq!(patience.look(Timestamp(8 * 3_600_000)), 1_250);
        assert_eq!(patience.look(Timestamp(8 * 3_600_000 + 250)), 1_500);
    }
}
