//! Growing waits, spread at random.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::timing;

/// A small random source inside the state, so that the machine stays a pure function.
/// It is for spreading waits, not for secrets. Seed 0 spreads nothing (for tests that need exact times).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Backoff(u32);

impl Backoff {
    /// A source that starts from `seed`.
    #[must_use]
    pub const fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// `wait_ms` plus or minus up to `percent`.
    fn spread(&mut self, wait_ms: u64, percent: u64) -> u64 {
        // xorshift32 (Marsaglia, 2003); 0 is its fixed point.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        if self.0 == 0 {
            return wait_ms;
        }
        let reach_ms = wait_ms * percent / 100;
        wait_ms - reach_ms + u64::from(self.0) % (2 * reach_ms + 1)
    }

    /// Wait before reconnect number `attempt` (from 1) since the last success, where the backend can't be reached for
    /// `away_ms`, or can be.
    pub(super) fn reconnect_ms(&mut self, attempt: u32, away_ms: Option<u64>) -> u64 {
        if away_ms.is_some_and(|away_ms| away_ms < timing::LOOKING_MS) {
            return self.spread(timing::LOOKING_INTERVAL_MS, timing::POLL_SPREAD_PERCENT);
        }
        let doublings = attempt.saturating_sub(1).min(16);
        let wait_ms = (timing::RECONNECT_FIRST_MS << doublings).min(timing::RECONNECT_MAX_MS);
        self.spread(wait_ms, timing::RECONNECT_SPREAD_PERCENT)
    }

    /// Wait before the next poll of a backend that can't be reached for `away_ms`: short while somebody is looking, then
    /// as long again as it has been away since.
    pub(super) fn away_poll_ms(&mut self, away_ms: u64) -> u64 {
        let wait_ms = match away_ms.checked_sub(timing::LOOKING_MS) {
            None => timing::LOOKING_INTERVAL_MS,
            Some(longer_ms) => longer_ms.clamp(timing::POLL_INTERVAL_MS, timing::POLL_MAX_MS),
        };
        self.spread(wait_ms, timing::POLL_SPREAD_PERCENT)
    }

    /// Wait before the next poll after a failed one, where the backend is there all the same.
    pub(super) fn failed_poll_ms(&mut self) -> u64 {
        self.spread(timing::POLL_INTERVAL_MS, timing::POLL_SPREAD_PERCENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reconnects_double_up_to_the_longest_wait() {
        let mut none = Backoff::new(0);
        let waits: Vec<u64> = (1..=6).map(|attempt| none.reconnect_ms(attempt, None)).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
        assert_eq!(none.reconnect_ms(u32::MAX, None), 5_000);
    }

    #[test]
    fn reconnects_come_every_second_while_somebody_is_looking() {
        let mut none = Backoff::new(0);
        assert_eq!(none.reconnect_ms(1, Some(0)), 1_000);
        assert_eq!(none.reconnect_ms(50, Some(59_999)), 1_000);
        assert_eq!(none.reconnect_ms(60, Some(60_000)), 5_000);
    }

    #[test]
    fn polls_back_off_to_a_minute() {
        let mut none = Backoff::new(0);
        let mut away_ms = 59_000;
        let mut waits = Vec::new();
        for _ in 0..8 {
            waits.push(none.away_poll_ms(away_ms));
            away_ms += waits[waits.len() - 1];
        }
        assert_eq!(waits, [1_000, 5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
        assert_eq!(none.away_poll_ms(0), 1_000);
        assert_eq!(none.away_poll_ms(u64::MAX), 60_000);
    }

    #[test]
    fn spread_stays_inside_its_percentage_and_is_used() {
        let mut some = Backoff::new(7);
        let waits: Vec<u64> = (0..500).map(|_| some.reconnect_ms(3, None)).collect();
        assert!(waits.iter().all(|wait| (1_000..=3_000).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 1_300) && waits.iter().any(|wait| *wait > 2_700));
        let polls: Vec<u64> = (0..500).map(|_| some.away_poll_ms(70_000)).collect();
        assert!(polls.iter().all(|wait| (8_000..=12_000).contains(wait)));
    }

    #[test]
    fn the_random_numbers_are_those_of_xorshift32() {
        let mut one = Backoff::new(1);
        let numbers: Vec<u32> = (0..4)
            .map(|_| {
                one.spread(0, 0);
                one.0
            })
            .collect();
        assert_eq!(numbers, [270_369, 67_634_689, 2_647_435_461, 307_599_695]);
    }

    #[test]
    fn a_wait_may_be_as_short_and_as_long_as_its_percentage_says_and_anything_between() {
        let mut some = Backoff::new(7);
        let waits: std::collections::BTreeSet<u64> = (0..2_000).map(|_| some.spread(100, 10)).collect();
        assert_eq!(waits.into_iter().collect::<Vec<_>>(), (90..=110).collect::<Vec<_>>());
    }
}
