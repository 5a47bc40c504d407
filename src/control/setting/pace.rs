//! When a slider that is moved sends its value.

use crate::sync::Timestamp;

/// The least time between two values of one slider: five a second, also while an arrow key is held.
const INTERVAL_MS: u64 = 200;

/// When a slider that is moved sends its value: at most five times a second, and the last one in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    sent_at: Option<Timestamp>,
    waiting: Option<f64>,
}

/// What is to be done with a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    /// It is sent now.
    Now(f64),
    /// The latest one is, then.
    At(Timestamp),
    /// Nothing.
    Never,
}

impl Pace {
    /// The slider was moved to a value, or let go there.
    pub fn offer(&mut self, value: f64, now: Timestamp) -> Due {
        self.waiting = Some(value);
        self.due(now)
    }

    /// What waits, if its time has come.
    pub fn due(&mut self, now: Timestamp) -> Due {
        let Some(value) = self.waiting else { return Due::Never };
        match self.sent_at.map(|sent_at| sent_at.after(INTERVAL_MS)) {
            Some(at) if now < at => Due::At(at),
            _ => {
                self.waiting = None;
                self.sent_at = Some(now);
                Due::Now(value)
            }
        }
    }

    /// What waits, whose turn will not come any more.
    pub const fn take(&mut self) -> Option<f64> {
        self.waiting.take()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Due, Pace};
    use crate::sync::Timestamp;

    #[test]
    fn the_first_is_sent_at_once_and_then_the_latest_of_each_fifth_of_a_second() {
        let mut pace = Pace::default();
        assert_eq!(pace.offer(1.0, Timestamp(1_000)), Due::Now(1.0));
        assert_eq!(pace.offer(2.0, Timestamp(1_050)), Due::At(Timestamp(1_200)));
        assert_eq!(pace.offer(3.0, Timestamp(1_199)), Due::At(Timestamp(1_200)));
        assert_eq!(pace.due(Timestamp(1_200)), Due::Now(3.0));
        assert_eq!(pace.due(Timestamp(1_400)), Due::Never);
        assert_eq!(pace.offer(4.0, Timestamp(1_401)), Due::Now(4.0));
    }

    #[test]
    fn what_waits_can_be_taken_once() {
        let mut pace = Pace::default();
        pace.offer(1.0, Timestamp(1_000));
        pace.offer(2.0, Timestamp(1_001));
        assert_eq!(pace.take(), Some(2.0));
        assert_eq!((pace.take(), pace.due(Timestamp(9_999))), (None, Due::Never));
    }

    proptest! {
        #[test]
        fn at_most_five_a_second_are_sent_and_the_last_is(steps in prop::collection::vec(1_u64..150, 1..80)) {
            let mut pace = Pace::default();
            let (mut now, mut sent, mut wake) = (Timestamp(0), Vec::new(), None);
            let mut take = |due: Due, now: Timestamp, wake: &mut Option<Timestamp>| match due {
                Due::Now(value) => { sent.push((now, value)); *wake = None; }
                Due::At(at) => *wake = Some(at),
                Due::Never => *wake = None,
            };
            for (value, step_ms) in steps.iter().enumerate() {
                let next = now.after(*step_ms);
                if let Some(at) = wake.filter(|at| *at <= next) {
                    take(pace.due(at), at, &mut wake);
                }
                now = next;
                take(pace.offer(value as f64, now), now, &mut wake);
            }
            if let Some(at) = wake {
                take(pace.due(at), at, &mut wake);
            }
            let last = sent.last().map(|(_, value)| *value);
            prop_assert_eq!(last, Some((steps.len() - 1) as f64));
            for pair in sent.windows(2) {
                prop_assert!(pair[1].0.ms_since(pair[0].0) >= 200, "{:?}", sent);
            }
        }
    }
}
