//! The values that are shown as black and white, and how they are set.

use leptos::prelude::*;

use crate::viewer::Viewer;
use crate::viewer::image::{Contrast, DisplayRange, Histogram, RangeLimits};

/// The histogram, and the contrast that is set in it; copies are the same.
#[derive(Clone, Copy)]
pub struct DisplayControls {
    /// How often values occur in the picture.
    pub histogram: ReadSignal<Option<Histogram>>,
    /// The largest value that there can be, above 0.
    pub top: Memo<u16>,
    contrast: RwSignal<Contrast>,
    measured: ReadSignal<Option<RangeLimits>>,
}

/// An end of the values between black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeEnd {
    /// Values up to this one are black.
    Black,
    /// Values from this one on are white.
    White,
}

impl RangeEnd {
    /// The value at this end.
    pub const fn of(self, limits: RangeLimits) -> u16 {
        match self {
            Self::Black => limits.min,
            Self::White => limits.max,
        }
    }
}

impl DisplayControls {
    /// Controls for this viewer, which counts values for the histogram as long as the current owner lives.
    pub fn new(viewer: Viewer) -> Self {
        let histogram = viewer.histogram();
        let top = Memo::new(move |_| {
            histogram.with(|histogram| histogram.as_ref().map_or(u16::MAX, |histogram| histogram.top.max(1)))
        });
        Self { histogram, top, contrast: viewer.contrast(), measured: viewer.limits() }
    }

    /// The values that are black and white; `None` where there is nothing to set, as in a jpeg.
    pub fn limits(self) -> Option<RangeLimits> {
        self.measured.get().map(|measured| match self.contrast.get().range {
            DisplayRange::Auto => measured,
            DisplayRange::Manual(limits) => limits,
        })
    }

    /// Are black and white set by the picture?
    pub fn is_auto(self) -> bool {
        self.contrast.get().range == DisplayRange::Auto
    }

    /// Moves an end as far as the other one lets it.
    pub fn move_end(self, end: RangeEnd, to: u16) {
        if let Some(RangeLimits { min, max }) = untrack(|| self.limits()) {
            let limits = match end {
                RangeEnd::Black => RangeLimits { min: to.min(max.saturating_sub(1)), max },
                RangeEnd::White => RangeLimits { min, max: to.max(min.saturating_add(1)) },
            };
            self.set_range(DisplayRange::Manual(limits));
        }
    }

    /// From automatic to what is shown now, and back.
    pub fn toggle_auto(self) {
        if !untrack(|| self.is_auto()) {
            self.set_range(DisplayRange::Auto);
        } else if let Some(limits) = untrack(|| self.limits()) {
            self.set_range(DisplayRange::Manual(limits));
        }
    }

    /// How bright the middle is, in tenths.
    pub fn gamma_tenths(self) -> u16 {
        // Gammas are above 0 and small.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenths = (self.contrast.get().gamma * 10.0).round() as u16;
        tenths
    }

    /// Sets how bright the middle is.
    pub fn set_gamma_tenths(self, tenths: u16) {
        self.contrast.update(|contrast| contrast.gamma = f32::from(tenths) / 10.0);
    }

    fn set_range(self, range: DisplayRange) {
        self.contrast.update(|contrast| contrast.range = range);
    }
}
