//! What the painter measures, for those who look at it.

use leptos::prelude::*;

use crate::viewer::image::{Clipping, Histogram, PixelValue, RangeLimits};
use crate::viewer::worker::{CanvasReads, Histograms};

/// What the painter measures; copies are the same. Each signal is set only when its value changed.
#[derive(Clone, Copy)]
pub(super) struct Measurements {
    /// Kept only while somebody watches it.
    pub(super) histogram: RwSignal<Option<Histogram>>,
    /// The limits in use; `None` where contrast has no effect, as on a jpeg.
    pub(super) limits: RwSignal<Option<RangeLimits>>,
    /// `None` while it is not counted.
    pub(super) clipping: RwSignal<Option<Clipping>>,
    pub(super) probed: RwSignal<Option<PixelReadout>>,
    /// Why nothing can be painted at the moment.
    pub(super) failure: RwSignal<Option<String>>,
    /// Can what is read from a canvas be trusted?
    pub(super) canvas_reads: RwSignal<CanvasReads>,
    watchers: StoredValue<HistogramWatchers>,
    probe_state: StoredValue<ProbeState>,
}

/// Who wants the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HistogramWatcher {
    /// Finds out something by it, and shows nothing of it.
    Unseen,
    /// Shows it.
    Shown,
}

/// How many want the histogram.
#[derive(Clone, Copy, Default)]
struct HistogramWatchers {
    unseen: usize,
    shown: usize,
}

impl HistogramWatchers {
    fn of(&mut self, watcher: HistogramWatcher) -> &mut usize {
        match watcher {
            HistogramWatcher::Unseen => &mut self.unseen,
            HistogramWatcher::Shown => &mut self.shown,
        }
    }

    /// What histograms are to be measured for.
    const fn wanted(self) -> Histograms {
        match self {
            Self { unseen: 0, shown: 0 } => Histograms::Unwanted,
            Self { shown: 0, .. } => Histograms::Unseen,
            Self { .. } => Histograms::Shown,
        }
    }
}

/// What was measured at a pixel of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelReadout {
    /// The column, from the left.
    pub x: u32,
    /// The row, from the top.
    pub y: u32,
    /// `None` outside of the picture. Of a binary frame these are its samples, of a jpeg its colours.
    pub value: Option<PixelValue>,
}

/// One is asked at a time: a pointer moves faster than anybody reads.
#[derive(Clone, Copy, Debug, Default)]
enum ProbeState {
    #[default]
    Idle,
    /// There is no answer yet, and this is to be asked then.
    Asked { next: Option<(u32, u32)> },
}

impl Measurements {
    pub(super) fn new() -> Self {
        Self {
            histogram: RwSignal::new(None),
            limits: RwSignal::new(None),
            clipping: RwSignal::new(None),
            probed: RwSignal::new(None),
            failure: RwSignal::new(None),
            canvas_reads: RwSignal::new(CanvasReads::Truly),
            watchers: StoredValue::new(HistogramWatchers::default()),
            probe_state: StoredValue::new(ProbeState::Idle),
        }
    }

    /// One more wants the histogram. Says what histograms are to be measured for now.
    pub(super) fn watch(self, watcher: HistogramWatcher) -> Histograms {
        self.watchers.try_update_value(|watchers| *watchers.of(watcher) += 1);
        self.wanted()
    }

    /// One fewer wants the histogram. Says what histograms are to be measured for now.
    pub(super) fn unwatch(self, watcher: HistogramWatcher) -> Histograms {
        self.watchers.try_update_value(|watchers| {
            let count = watchers.of(watcher);
            *count = count.saturating_sub(1);
        });
        let wanted = self.wanted();
        if wanted == Histograms::Unwanted {
            change(self.histogram, None);
        }
        wanted
    }

    fn wanted(self) -> Histograms {
        self.watchers.try_get_value().map_or(Histograms::Unwanted, HistogramWatchers::wanted)
    }

    pub(super) fn set_histogram(self, histogram: Option<Histogram>) {
        // One that was under way when the last one left is of no use.
        if self.wanted() != Histograms::Unwanted {
            change(self.histogram, histogram);
        }
    }

    pub(super) fn set_limits(self, limits: Option<RangeLimits>) {
        change(self.limits, limits);
    }

    pub(super) fn set_clipping(self, clipping: Option<Clipping>) {
        change(self.clipping, clipping);
    }

    /// Says whether this pixel is to be asked for now; else it is asked for after the one before.
    pub(super) fn ask(self, x: u32, y: u32) -> bool {
        self.probe_state.try_update_value(|probe_state| match probe_state {
            ProbeState::Idle => {
                *probe_state = ProbeState::Asked { next: None };
                true
            }
            ProbeState::Asked { next } => {
                *next = Some((x, y));
                false
            }
        }) == Some(true)
    }

    /// Takes an answer; says what is to be asked next.
    pub(super) fn answer(self, x: u32, y: u32, value: Option<PixelValue>) -> Option<(u32, u32)> {
        change(self.probed, Some(PixelReadout { x, y, value }));
        self.probe_state.try_update_value(|probe_state| {
            let next = match probe_state {
                ProbeState::Asked { next } => next.take(),
                ProbeState::Idle => None,
            };
            *probe_state = if next.is_some() { ProbeState::Asked { next: None } } else { ProbeState::Idle };
            next
        })?
    }

    /// A painter has found out whether what is read from a canvas can be trusted.
    pub(super) fn set_canvas_reads(self, reads: CanvasReads) {
        self.canvas_reads.try_set(reads);
    }

    /// A picture was painted.
    pub(super) fn painted(self) {
        change(self.failure, None);
    }

    /// The painter failed: nothing is measured any more, and nothing answered.
    pub(super) fn fail(self, why: String) {
        change(self.failure, Some(why));
        change(self.histogram, None);
        change(self.limits, None);
        change(self.clipping, None);
        change(self.probed, None);
        self.probe_state.try_set_value(ProbeState::Idle);
    }
}

fn change<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<Option<T>>, value: Option<T>) {
    if signal.try_with_untracked(|before| *before != value) == Some(true) {
        signal.try_set(value);
    }
}
