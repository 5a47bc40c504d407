//! How many pictures a second there are.

use std::collections::VecDeque;

use crate::sync::Timestamp;

/// How far back is counted. Slower cameras are measured by their last two pictures.
const WINDOW_MS: u64 = 2_000;
/// Pictures kept at most; at more than 256 a second the window gets shorter.
const MAX_KEPT: usize = 512;
/// Pictures further apart than this are not taken for a sequence: longer than any exposure.
const LONGEST_INTERVAL_MS: u64 = 900_000;
/// After how many missing pictures a sequence is over.
const MISSING_PICTURES: u64 = 3;

/// The rate of a sequence of pictures over a sliding window.
#[derive(Debug, Default)]
pub struct Rate {
    moments: VecDeque<Timestamp>,
}

impl Rate {
    /// One more picture.
    pub fn note(&mut self, at: Timestamp) {
        if self.over_at().is_some_and(|over| over <= at) {
            self.moments.clear();
        }
        self.moments.push_back(at);
        let begin = Timestamp(at.0.saturating_sub(WINDOW_MS));
        while self.moments.len() > MAX_KEPT
            || (self.moments.len() > 2 && self.moments.front().is_some_and(|&oldest| oldest < begin))
        {
            self.moments.pop_front();
        }
    }

    /// Pictures a second; 0 while no sequence is under way. Falls as soon as the next picture is overdue.
    #[must_use]
    pub fn per_second(&self, now: Timestamp) -> f64 {
        let Some((oldest, newest)) = self.ends() else {
            return 0.0;
        };
        if self.over_at().is_some_and(|over| over <= now) || newest == oldest {
            return 0.0;
        }
        let pictures = self.moments.len() as f64;
        let measured = (pictures - 1.0) / newest.ms_since(oldest) as f64;
        let at_most = pictures / now.max(newest).ms_since(oldest) as f64;
        1_000.0 * measured.min(at_most)
    }

    /// Time from one picture to the next, in milliseconds, in the last sequence of two or more.
    #[must_use]
    pub fn interval_ms(&self) -> Option<u64> {
        let (oldest, newest) = self.ends()?;
        let intervals = self.moments.len() as u64 - 1;
        (intervals > 0).then(|| newest.ms_since(oldest) / intervals)
    }

    /// When the sequence counts as over unless another picture comes.
    fn over_at(&self) -> Option<Timestamp> {
        let (_, newest) = self.ends()?;
        let frame_timeout_ms = self.interval_ms().map_or(LONGEST_INTERVAL_MS, |interval_ms| {
            (MISSING_PICTURES * interval_ms).clamp(WINDOW_MS, LONGEST_INTERVAL_MS)
        });
        Some(newest.after(frame_timeout_ms))
    }

    fn ends(&self) -> Option<(Timestamp, Timestamp)> {
        Some((*self.moments.front()?, *self.moments.back()?))
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_KEPT, Rate};
    use crate::sync::Timestamp;

    fn rate(moments_ms: impl IntoIterator<Item = u64>) -> Rate {
        let mut rate = Rate::default();
        moments_ms.into_iter().for_each(|ms| rate.note(Timestamp(ms)));
        rate
    }

    #[test]
    fn a_steady_camera_has_a_steady_rate() {
        let rate = rate((0..100).map(|n| n * 50));
        for phase_ms in 0..=50 {
            assert_eq!(rate.per_second(Timestamp(99 * 50 + phase_ms)), 20.0);
        }
        assert_eq!(rate.interval_ms(), Some(50));
    }

    #[test]
    fn nothing_and_one_picture_have_no_rate() {
        assert_eq!(rate([]).per_second(Timestamp(0)), 0.0);
        assert_eq!(rate([5]).per_second(Timestamp(5)), 0.0);
        assert_eq!(rate([5, 5]).per_second(Timestamp(5)), 0.0);
        assert_eq!(rate([5]).interval_ms(), None);
    }

    #[test]
    fn falls_when_the_next_is_overdue_and_ends() {
        let rate = rate((0..100).map(|n| n * 50));
        let last_ms = 99 * 50;
        let a_second_later = rate.per_second(Timestamp(last_ms + 1_000));
        assert!((10.0..15.0).contains(&a_second_later), "{a_second_later}");
        assert_eq!(rate.per_second(Timestamp(last_ms + 2_000)), 0.0);
        assert_eq!(rate.interval_ms(), Some(50), "still known, to judge how late the next one is");
    }

    #[test]
    fn a_slow_camera_is_measured_too() {
        assert_eq!(rate([0, 5_000]).per_second(Timestamp(6_000)), 0.2);
        assert_eq!(rate([0, 5_000]).per_second(Timestamp(20_000)), 0.0);
    }

    #[test]
    fn a_rhythm_is_known_after_two_pictures_however_slow() {
        for interval_ms in [30_000, 45_000, 600_000] {
            let rate = rate([5, 5 + interval_ms]);
            assert_eq!(rate.interval_ms(), Some(interval_ms));
            assert!(rate.per_second(Timestamp(5 + 2 * interval_ms)) > 0.0);
        }
        assert_eq!(rate((0..40).map(|n| n * 50).chain([50_000, 95_000])).interval_ms(), Some(45_000));
    }

    #[test]
    fn a_pause_begins_a_new_sequence() {
        let rate = rate((0..40).map(|n| n * 50).chain([10_000]));
        assert_eq!(rate.per_second(Timestamp(10_000)), 0.0);
        assert_eq!(rate.interval_ms(), None);
    }

    #[test]
    fn follows_a_change_within_the_window() {
        let rate = rate((0..100).map(|n| n * 10).chain((0..41).map(|n| 1_000 + n * 50)));
        assert_eq!(rate.per_second(Timestamp(3_000)), 20.0);
    }

    #[test]
    fn keeps_little_however_fast_they_come() {
        let rate = rate((0..100_000).map(|n| n / 10));
        assert!(rate.moments.len() <= MAX_KEPT);
        let per_second = rate.per_second(Timestamp(9_999));
        assert!((9_000.0..11_000.0).contains(&per_second), "{per_second}");
    }
}
