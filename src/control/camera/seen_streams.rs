//! The streams whose frames come.

use super::{Choice, Format};
use crate::sync::Timestamp;

/// The most streams that are kept apart.
const MAX_STREAMS: usize = 8;
/// A stream that brought no frame for this long is over, or for so many of its intervals.
const OVER_AFTER_MS: u64 = 3_000;
const OVER_AFTER_FRAMES: u64 = 3;
/// A longer time without a frame is no camera's rhythm.
const MAX_INTERVAL_MS: u64 = 120_000;

/// The streams whose frames came lately.
#[derive(Clone, Debug, Default)]
pub struct SeenStreams {
    streams: Vec<SeenStream>,
}

#[derive(Clone, Debug)]
struct SeenStream {
    detector: String,
    format: Format,
    last_at: Timestamp,
    interval_ms: u64,
}

impl SeenStream {
    fn is_over(&self, now: Timestamp) -> bool {
        now.ms_since(self.last_at) > OVER_AFTER_MS.max(self.interval_ms.saturating_mul(OVER_AFTER_FRAMES))
    }
}

impl SeenStreams {
    /// A frame of this stream came `at`.
    pub fn note(&mut self, detector: &str, format: Format, at: Timestamp) {
        if self.streams.len() == MAX_STREAMS {
            self.streams.retain(|stream| stream.detector == detector || !stream.is_over(at));
        }
        let is_full = self.streams.len() == MAX_STREAMS;
        match self.streams.iter_mut().find(|stream| stream.detector == detector) {
            // A camera streams in one format at a time.
            Some(stream) if stream.format != format => {
                (stream.format, stream.last_at, stream.interval_ms) = (format, at, 0);
            }
            Some(stream) if at > stream.last_at => {
                let gap_ms = at.ms_since(stream.last_at);
                (stream.interval_ms, stream.last_at) = (if gap_ms <= MAX_INTERVAL_MS { gap_ms } else { 0 }, at);
            }
            None if !is_full => {
                self.streams.push(SeenStream { detector: detector.to_owned(), format, last_at: at, interval_ms: 0 });
            }
            Some(_) | None => {}
        }
    }

    /// Is the chosen stream one of them?
    #[must_use]
    pub fn streams(&self, choice: &Choice, now: Timestamp) -> bool {
        let is_chosen = |stream: &SeenStream| {
            stream.format == choice.format && choice.detector.as_deref() == Some(stream.detector.as_str())
        };
        self.streams.iter().any(|stream| is_chosen(stream) && !stream.is_over(now))
    }

    /// Do frames of this camera come, in whatever format?
    #[must_use]
    pub fn sees(&self, detector: &str, now: Timestamp) -> bool {
        self.streams.iter().any(|stream| stream.detector == detector && !stream.is_over(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(detector: &str) -> Choice {
        Choice { detector: Some(detector.to_owned()), format: Format::Jpeg }
    }

    #[test]
    fn a_slow_stream_streams_between_its_frames_and_one_that_ended_does_not() {
        let mut seen = SeenStreams::default();
        for at_ms in [1_000, 31_000] {
            seen.note("slow", Format::Jpeg, Timestamp(at_ms));
        }
        seen.note("fast", Format::Jpeg, Timestamp(31_000));
        assert!(seen.streams(&chosen("slow"), Timestamp(60_000)));
        assert!(!seen.streams(&chosen("fast"), Timestamp(34_001)));
        assert!(!seen.streams(&chosen("slow"), Timestamp(121_001)));
        assert!(!seen.streams(&Choice { format: Format::Binary, ..chosen("slow") }, Timestamp(31_000)));
        assert!(seen.sees("slow", Timestamp(31_000)) && !seen.sees("other", Timestamp(31_000)));
    }

    #[test]
    fn few_are_kept() {
        let mut seen = SeenStreams::default();
        for camera in 0..1_000 {
            seen.note(&camera.to_string(), Format::Jpeg, Timestamp(5));
        }
        assert_eq!(seen.streams.len(), MAX_STREAMS);
    }
}
