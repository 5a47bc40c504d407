//! The jpeg on the canvas, and what was measured there.

use web_sys::Blob;

use super::canvas_2d::Canvas2d;
use super::paint_error::PaintError;
use crate::browser::clock;
use crate::sync::Timestamp;
use crate::viewer::image::{Clipping, Histogram, MEASURE_INTERVAL_MS, ValueCounts};

/// A jpeg picture, and its levels, measured on the canvas while somebody wants them.
#[derive(Default)]
pub(super) struct JpegPicture {
    /// As it came, which the browser keeps; `None` while there is none.
    pub(super) file: Option<Blob>,
    levels: ValueCounts,
    measured_at: Option<Timestamp>,
    /// A picture was drawn since.
    stale: bool,
}

impl JpegPicture {
    /// This one was drawn.
    pub(super) fn take(&mut self, file: &Blob) {
        self.file = Some(file.clone());
        self.stale = true;
    }

    /// Forgets the levels, which nobody wants: who does later is told none of a picture that is gone.
    pub(super) fn forget_levels(&mut self) {
        self.measured_at = None;
    }

    /// Are the levels those of an older picture?
    pub(super) fn is_unmeasured(&self) -> bool {
        self.stale
    }

    /// Measures the picture on the canvas, if it is due. Says whether it was.
    pub(super) fn measure(&mut self, canvas: &Canvas2d) -> Result<bool, PaintError> {
        let now = clock::now();
        let due = self.stale && self.measured_at.is_none_or(|at| now.ms_since(at) >= MEASURE_INTERVAL_MS);
        if due {
            self.levels.count_rgba(&canvas.pixels_from_all_over()?);
            self.measured_at = Some(now);
            self.stale = false;
        }
        Ok(due)
    }

    /// The levels as they were measured last; `None` before.
    pub(super) fn histogram(&self) -> Option<Histogram> {
        self.measured_at.map(|_| self.levels.histogram())
    }

    /// How much is at the ends of the range, as it was measured last; `None` before.
    pub(super) fn clipping(&self) -> Option<Clipping> {
        self.measured_at.map(|_| self.levels.clipping())
    }
}
