//! Time that goes on while the computer sleeps.

use super::Timestamp;

/// By so much the time of day runs ahead of the steady clock only where that stood still, in milliseconds.
const SLEPT_MS: f64 = 2_000.0;

/// Makes one clock of two: the browser's steady one, which stands still in some browsers while the computer sleeps, and
/// the time of day, which can be set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    /// When both were last read, in milliseconds.
    last_read: Option<Reading>,
    /// How long the steady clock stood still so far, in milliseconds.
    slept_ms: f64,
}

/// The two clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The steady clock: milliseconds since it began.
    pub steady_ms: f64,
    /// The time of day: Unix time in milliseconds.
    pub time_of_day_ms: f64,
}

impl Clock {
    /// A clock that was never read.
    #[must_use]
    pub const fn new() -> Self {
        Self { last_read: None, slept_ms: 0.0 }
    }

    /// The time. A time of day that is set ahead looks like a sleep, which only makes the page ask once more; one that is
    /// set back changes nothing.
    pub fn read(&mut self, now: Reading) -> Timestamp {
        if let Some(last) = self.last_read.replace(now) {
            let ahead_ms = (now.time_of_day_ms - last.time_of_day_ms) - (now.steady_ms - last.steady_ms);
            if ahead_ms > SLEPT_MS {
                self.slept_ms += ahead_ms;
            }
        }
        // Never negative, and far from 2^53.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Timestamp((now.steady_ms + self.slept_ms) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(steady_ms: f64, time_of_day_ms: f64) -> Reading {
        Reading { steady_ms, time_of_day_ms }
    }

    #[test]
    fn it_is_the_steady_clock_while_nobody_sleeps() {
        let mut clock = Clock::new();
        assert_eq!(clock.read(at(10.9, 1e12)), Timestamp(10));
        assert_eq!(clock.read(at(5_010.0, 1e12 + 5_000.0)), Timestamp(5_010));
        // A time of day that is corrected a little, and one that is set back.
        assert_eq!(clock.read(at(6_010.0, 1e12 + 6_900.0)), Timestamp(6_010));
        assert_eq!(clock.read(at(7_010.0, 1e12 - 3_600_000.0)), Timestamp(7_010));
        assert_eq!(clock.read(at(8_010.0, 1e12 - 3_599_000.0)), Timestamp(8_010));
    }

    #[test]
    fn it_goes_on_in_a_sleep() {
        let mut clock = Clock::new();
        clock.read(at(1_000.0, 1e12));
        assert_eq!(clock.read(at(1_500.0, 1e12 + 28_800_500.0)), Timestamp(28_801_500));
        assert_eq!(clock.read(at(2_500.0, 1e12 + 28_801_500.0)), Timestamp(28_802_500));
        // Where the steady clock goes on in a sleep, it is counted once.
        assert_eq!(clock.read(at(62_500.0, 1e12 + 28_861_500.0)), Timestamp(28_862_500));
    }
}
