//! What happened to frames in the last minute, second by second.

use super::{MinuteReport, Rate};
use crate::sync::Timestamp;

/// Whole seconds that are looked back at.
const SECONDS: u64 = 60;
/// Those, and the one under way.
const KEPT: usize = SECONDS as usize + 1;
/// Timestamps of servers are between 1970 and 2286, if they are any.
const MAX_TIMESTAMP_S: f64 = 1e10;
/// When frames seem to take so much more or less time than before, a clock was set.
const LARGEST_STEP_MS: i64 = 60_000;
/// Frames come in their order: when the server says that one left so long before the one before it, its clock was set back.
const LARGEST_STEP_BACK_MS: i64 = 250;
/// When so much more time went by at the server than here, its clock was set forward; or what was held back for so long
/// has come, which makes no difference.
const LARGEST_STEP_FORWARD_MS: i64 = 2_000;

/// Counts frames in whole seconds of the page's clock, for a minute. It takes as much memory however many there are.
#[derive(Debug)]
pub struct FrameHistory {
    received: Rate,
    painted: Rate,
    dropped: Rate,
    /// Each second at the place of its number modulo [`KEPT`].
    seconds: [Second; KEPT],
    /// The number of the newest second, counted from the clock's start.
    newest: u64,
    /// The number of the second in which counting began; what was before it is not known.
    began: u64,
    last_received: Option<Timestamp>,
    /// Of the frame that came last and said when it was sent.
    last_timed: Option<Timed>,
    /// Since when somebody can see what is painted, if that was ever interrupted.
    shown_since: Timestamp,
}

/// When a frame came, and when it was sent by the server's clock.
#[derive(Clone, Copy, Debug)]
struct Timed {
    at_ms: i64,
    sent_ms: i64,
}

impl Timed {
    /// What the two clocks make of its way. They are two, so it means nothing but beside that of another frame.
    const fn lag_ms(self) -> i64 {
        self.at_ms - self.sent_ms
    }

    /// Was a clock set since the frame before this one?
    const fn clock_was_set(self, before: Self) -> bool {
        let (here_ms, there_ms) = (self.at_ms - before.at_ms, self.sent_ms - before.sent_ms);
        there_ms < -LARGEST_STEP_BACK_MS
            || there_ms - here_ms > LARGEST_STEP_FORWARD_MS
            || here_ms - there_ms > LARGEST_STEP_MS
    }
}

/// What happened in a second.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    received: u32,
    painted: u32,
    dropped: u32,
    bytes: u64,
    /// From arrival to paint, all frames together.
    wait_ms: u64,
    /// Frames that said when the server sent them.
    timed: u32,
    /// From there to here, all frames together. The server's clock is another one, so these can be compared with each
    /// other, and mean nothing else.
    lags_ms: i64,
    /// The least of them, once there is one.
    least_lag_ms: Option<i64>,
}

impl FrameHistory {
    /// Begins to count.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let second = second(now);
        Self {
            received: Rate::default(),
            painted: Rate::default(),
            dropped: Rate::default(),
            seconds: [Second::default(); KEPT],
            newest: second,
            began: second,
            last_received: None,
            last_timed: None,
            shown_since: Timestamp(0),
        }
    }

    /// A frame's message of so many bytes came.
    pub fn received(&mut self, at: Timestamp, bytes: usize) {
        self.received.note(at);
        self.last_received = Some(at);
        let second = self.now(at);
        second.received += 1;
        second.bytes += bytes as u64;
    }

    /// A frame that came `at` says when the server sent it, in seconds of the server's clock. What can't be a time is
    /// passed over.
    pub fn timed(&mut self, at: Timestamp, server_timestamp_s: f64) {
        // This is false for what is no number, too.
        if !(0.0..MAX_TIMESTAMP_S).contains(&server_timestamp_s) {
            return;
        }
        // Both are far from the ends of the type.
        #[allow(clippy::cast_possible_truncation)]
        let timed = Timed { at_ms: at.0 as i64, sent_ms: (server_timestamp_s * 1_000.0).round() as i64 };
        if self.last_timed.is_some_and(|before| timed.clock_was_set(before)) {
            for second in &mut self.seconds {
                (second.timed, second.lags_ms, second.least_lag_ms) = (0, 0, None);
            }
        }
        self.last_timed = Some(timed);
        let lag_ms = timed.lag_ms();
        let second = self.now(at);
        second.timed += 1;
        second.lags_ms += lag_ms;
        second.least_lag_ms = Some(second.least_lag_ms.map_or(lag_ms, |least_ms| least_ms.min(lag_ms)));
    }

    /// From now on somebody can see what is painted: what waited for that did not take time to paint.
    pub fn shown(&mut self, at: Timestamp) {
        self.shown_since = at;
    }

    /// The frame that came at `arrived` is painted.
    pub fn painted(&mut self, arrived: Timestamp, at: Timestamp) {
        self.painted.note(at);
        let wait_ms = at.ms_since(arrived.max(self.shown_since));
        let second = self.now(at);
        second.painted += 1;
        second.wait_ms += wait_ms;
    }

    /// A frame was overtaken by a newer one.
    pub fn dropped(&mut self, at: Timestamp) {
        self.dropped.note(at);
        self.now(at).dropped += 1;
    }

    /// How many pictures a second are painted.
    #[must_use]
    pub fn painted_rate(&self) -> &Rate {
        &self.painted
    }

    /// The minute before `now`.
    #[must_use]
    pub fn minute(&self, now: Timestamp) -> MinuteReport {
        let now_s = second(now);
        let begin = self.began.saturating_add(1).max(now_s.saturating_sub(SECONDS));
        let counts = |count: fn(&Second) -> u32| (begin..now_s).map(|number| count(&self.second(number))).collect();
        let received_per_second = self.received.per_second(now);
        let recent = self.recent(now_s);
        let mean = |sum: f64, of: u32| (of > 0 && received_per_second > 0.0).then(|| sum / f64::from(of));
        let quickest_ms =
            (now_s.saturating_sub(SECONDS)..=now_s).filter_map(|number| self.second(number).least_lag_ms).min();
        MinuteReport {
            received_per_second,
            painted_per_second: self.painted.per_second(now),
            dropped_per_second: self.dropped.per_second(now),
            bytes_per_second: received_per_second * mean(recent.bytes as f64, recent.received).unwrap_or_default(),
            delay_ms: mean(recent.lags_ms as f64, recent.timed)
                .zip(quickest_ms)
                .map(|(lag_ms, quickest_ms)| (lag_ms - quickest_ms as f64).max(0.0)),
            paint_ms: mean(recent.wait_ms as f64, recent.painted),
            last_received: self.last_received,
            received: counts(|second| second.received),
            painted: counts(|second| second.painted),
            dropped: counts(|second| second.dropped),
        }
    }

    /// The second under way; those that went by since the newest one were empty.
    fn now(&mut self, at: Timestamp) -> &mut Second {
        let number = second(at).max(self.newest);
        for gone_by in (self.newest + 1..=number).take(KEPT) {
            self.seconds[place(gone_by)] = Second::default();
        }
        self.newest = number;
        &mut self.seconds[place(number)]
    }

    /// The second of this number; an empty one where nothing is kept.
    fn second(&self, number: u64) -> Second {
        let kept = self.newest.checked_sub(number).is_some_and(|back| back < KEPT as u64);
        if kept { self.seconds[place(number)] } else { Second::default() }
    }

    /// The newest second in which frames came, and the one before it, together: of one that has just begun there may be
    /// too little to tell.
    fn recent(&self, now_s: u64) -> Second {
        let minute = now_s.saturating_sub(SECONDS)..=now_s;
        let Some(newest) = minute.rev().find(|&number| self.second(number).received > 0) else {
            return Second::default();
        };
        let mut sum = self.second(newest);
        let before = newest.checked_sub(1).map(|number| self.second(number)).unwrap_or_default();
        sum.received += before.received;
        sum.painted += before.painted;
        sum.bytes += before.bytes;
        sum.wait_ms += before.wait_ms;
        sum.timed += before.timed;
        sum.lags_ms += before.lags_ms;
        sum
    }
}

/// The number of the second that a moment is in.
fn second(at: Timestamp) -> u64 {
    at.0 / 1_000
}

fn place(number: u64) -> usize {
    (number % KEPT as u64) as usize
}

#[cfg(test)]
mod tests;
