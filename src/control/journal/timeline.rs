//! What was known when: the last minutes of stream and connection.

use std::collections::VecDeque;

use crate::sync::{Evidence, State, StreamState, UnverifiedReason, Visibility};

/// The most changes that are kept.
const MAX_MARKS: usize = 500;

/// What was known about the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamSight {
    /// Nothing: nobody had asked, or there was no page.
    Unknown,
    /// What was shown was not vouched for.
    Unverified,
    /// Stopped, confirmed.
    Stopped,
    /// Running, confirmed.
    Running,
}

impl StreamSight {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            Self::Unverified => "unverified",
            Self::Stopped => "stopped",
            Self::Running => "running",
        }
    }
}

/// What was known at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The stream.
    pub stream: StreamSight,
    /// Was there a connection?
    pub connected: bool,
}

impl Sight {
    /// Nothing is known, and there is no connection.
    pub const NONE: Self = Self { stream: StreamSight::Unknown, connected: false };

    /// What the machine knows.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let stream = match state.stream.known.evidence {
            Evidence::Unverified { reason: UnverifiedReason::NotAsked, .. } => StreamSight::Unknown,
            // A hidden tab asks nothing.
            Evidence::Confirmed { .. } if state.verified() && state.session.visibility == Visibility::Visible => {
                match state.stream.known.state {
                    StreamState::Running => StreamSight::Running,
                    StreamState::Stopped => StreamSight::Stopped,
                }
            }
            Evidence::Confirmed { .. } | Evidence::Unverified { .. } => StreamSight::Unverified,
        };
        Self { stream, connected: state.session.connection.connected() }
    }

    /// As a number, for what the browser keeps.
    pub(super) const fn to_number(self) -> u8 {
        self.stream as u8 * 2 + self.connected as u8
    }

    pub(super) fn of_number(number: u8) -> Option<Self> {
        let streams = [StreamSight::Unknown, StreamSight::Unverified, StreamSight::Stopped, StreamSight::Running];
        let stream = streams.get(usize::from(number / 2))?;
        Some(Self { stream: *stream, connected: number % 2 == 1 })
    }
}

/// A time during which nothing changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// How long after the timeline's beginning it begins, in milliseconds.
    pub begin_ms: u64,
    /// How long it lasts, in milliseconds.
    pub length_ms: u64,
    /// What was known.
    pub sight: Sight,
}

/// What was known, and since when.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Since when, in milliseconds since 1970; oldest first.
    marks: VecDeque<(u64, Sight)>,
}

impl Timeline {
    /// Notes what is known now.
    pub fn note(&mut self, unix_ms: u64, sight: Sight) {
        if self.marks.back().is_some_and(|(_, last)| *last == sight) {
            return;
        }
        // People may set the clock back: then it took no time.
        let unix_ms = self.marks.back().map_or(unix_ms, |(before_ms, _)| unix_ms.max(*before_ms));
        if self.marks.len() == MAX_MARKS {
            self.marks.pop_front();
        }
        self.marks.push_back((unix_ms, sight));
    }

    /// Since when what was known, oldest first.
    pub fn marks(&self) -> impl Iterator<Item = &(u64, Sight)> {
        self.marks.iter()
    }

    /// The last `length_ms` milliseconds.
    #[must_use]
    pub fn spans(&self, now_ms: u64, length_ms: u64) -> Vec<Span> {
        let begin = now_ms.saturating_sub(length_ms);
        let ends = self.marks.iter().skip(1).map(|(at_ms, _)| *at_ms).chain([u64::MAX]);
        let within = |at_ms: u64| at_ms.clamp(begin, now_ms) - begin;
        let span = |((at_ms, sight), end_ms): (&(u64, Sight), u64)| {
            let (begin_ms, end_ms) = (within(*at_ms), within(end_ms));
            (end_ms > begin_ms).then(|| Span { begin_ms, length_ms: end_ms - begin_ms, sight: *sight })
        };
        self.marks.iter().zip(ends).filter_map(span).collect()
    }
}
