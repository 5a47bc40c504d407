//! Counts, published a few times a second.

use std::sync::Arc;

use leptos::prelude::*;

use super::frame_info::FrameInfo;
use super::statistics::Statistics;
use crate::browser::clock;
use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::viewer::status::{FrameHistory, MinuteReport, OtherCamera};
use crate::viewer::worker::Painted;
use crate::wire::truncated;

/// The shortest time between two publications.
pub(super) const PUBLISH_INTERVAL_MS: u64 = 250;

/// Counts what happens to frames. What it publishes is the only signal that frames change.
pub(super) struct FrameCounters {
    current: Statistics,
    history: FrameHistory,
    /// Of the picture that the browser lost: when it came, and how large it was.
    lost: Option<(Option<Timestamp>, Option<PictureSize>)>,
    published: RwSignal<Statistics>,
    published_at: Option<Timestamp>,
    /// When the latest frame came.
    last_arrival_at: Option<Timestamp>,
}

impl FrameCounters {
    pub(super) fn new(published: RwSignal<Statistics>) -> Self {
        Self {
            current: Statistics::default(),
            history: FrameHistory::new(clock::now()),
            lost: None,
            published,
            published_at: None,
            last_arrival_at: None,
        }
    }

    /// A message of so many bytes came.
    pub(super) fn received(&mut self, at: Timestamp, bytes: u32) {
        self.history.received(at, bytes as usize);
        self.current.received += 1;
        self.last_arrival_at = Some(at);
    }

    /// The frame that came `at` was read, and may say when the server sent it.
    pub(super) fn timed(&mut self, at: Timestamp, server_timestamp_s: Option<f64>) {
        if let Some(server_timestamp_s) = server_timestamp_s {
            self.history.timed(at, server_timestamp_s);
        }
    }

    pub(super) fn dropped(&mut self, at: Timestamp) {
        self.history.dropped(at);
        self.current.dropped += 1;
    }

    /// A frame that came `at` can't be shown.
    pub(super) fn undecodable(&mut self, at: Timestamp, why: &str) {
        self.current.undecodable += 1;
        self.current.last_refusal_at = Some(at);
        self.current.refusal = Some(Arc::from(truncated(why)));
    }

    /// A picture that came `at` and says this about itself is on the canvas `now`.
    pub(super) fn painted(&mut self, at: Timestamp, painted: Painted, info: FrameInfo, now: Timestamp) {
        self.history.painted(at, now);
        self.lost = None;
        self.current.painted += 1;
        self.current.last_frame_at = Some(at);
        self.current.size = Some(painted.size);
        self.current.bit_depth = painted.bit_depth;
        self.current.original_size = info.original_size;
        self.current.subsampling_factor = info.subsampling_factor;
        self.current.pixel_size_um = info.pixel_size_um;
        self.current.detector = info.detector;
    }

    /// The browser lost the picture: there is none until it is painted again.
    pub(super) fn lose(&mut self) {
        let picture = (self.current.last_frame_at.take(), self.current.size.take());
        self.lost.get_or_insert(picture);
    }

    /// The picture that was lost is there again.
    pub(super) fn regain(&mut self) {
        if let Some(picture) = self.lost.take() {
            (self.current.last_frame_at, self.current.size) = picture;
        }
    }

    /// From now on somebody can see what is painted.
    pub(super) fn shown(&mut self, now: Timestamp) {
        self.history.shown(now);
    }

    /// The frames that follow are of another camera.
    pub(super) fn begin_stream(&mut self) {
        self.history = FrameHistory::new(clock::now());
        self.current.last_refusal_at = None;
    }

    /// These cameras stream beside the one that is looked at.
    pub(super) fn set_others(&mut self, others: Vec<OtherCamera>) {
        self.current.others = others;
    }

    /// The canvas is empty again.
    pub(super) fn clear(&mut self) {
        self.current = Statistics::default();
        self.history = FrameHistory::new(clock::now());
        self.lost = None;
        self.published_at = None;
        self.last_arrival_at = None;
    }

    /// The minute before now.
    pub(super) fn minute(&self) -> MinuteReport {
        self.history.minute(clock::now())
    }

    /// Has a frame just come, and nothing become of it yet? What becomes of it is then published at once.
    fn is_on_its_way(&self, now: Timestamp) -> bool {
        let done = |statistics: &Statistics| (statistics.painted, statistics.undecodable, statistics.dropped);
        let has_news = self.published.try_with_untracked(|published| done(published) != done(&self.current));
        let is_recent = self.last_arrival_at.is_some_and(|at| now.ms_since(at) < PUBLISH_INTERVAL_MS);
        is_recent && has_news == Some(false)
    }

    /// Publishes what changed, unless it did a moment ago. Says whether to come back later: there is something that
    /// was not published yet, or a rate that falls with time.
    pub(super) fn publish(&mut self) -> bool {
        let now = clock::now();
        let rate = self.history.painted_rate();
        let per_second = rate.per_second(now);
        self.current.frames_per_second = (per_second * 10.0).round() / 10.0;
        self.current.interval_ms = rate.interval_ms();
        let changed = self.published.try_with_untracked(|published| *published != self.current) == Some(true);
        let due =
            self.published_at.is_none_or(|at| now.ms_since(at) >= PUBLISH_INTERVAL_MS) && !self.is_on_its_way(now);
        if changed && due {
            self.published_at = Some(now);
            self.published.try_set(self.current.clone());
        }
        (changed && !due) || per_second > 0.0
    }
}
