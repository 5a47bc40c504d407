//! What is measured in the picture, and what the page is told of it.

use super::FramePainter;
use crate::browser::clock;
use crate::viewer::image::{ClippingMarks, DisplayRange, RangeLimits};
use crate::viewer::worker::paint_error::PaintError;
use crate::viewer::worker::scope::post;
use crate::viewer::worker::{CanvasReads, Histograms, WorkerEvent};

impl FramePainter {
    pub(super) fn is_watched(&self) -> bool {
        self.histograms != Histograms::Unwanted
    }

    /// Those of a jpeg are read from the canvas.
    pub(super) fn wants_jpeg_levels(&self) -> bool {
        (self.is_watched() || self.marks == ClippingMarks::On) && self.reads == CanvasReads::Truly
    }

    /// A jpeg is marked by what is read from a canvas as well.
    pub(super) fn jpeg_marks(&self) -> ClippingMarks {
        if self.reads == CanvasReads::Truly { self.marks } else { ClippingMarks::Off }
    }

    pub(super) fn wants_levels(&self) -> bool {
        self.is_watched() || self.marks == ClippingMarks::On || self.contrast.range == DisplayRange::Auto
    }

    pub(super) fn measure(&mut self) {
        let before = self.raw.ends();
        if self.raw.measure(clock::now()) {
            self.stale |= self.marks == ClippingMarks::On && self.raw.ends() != before;
            self.post_histogram();
            self.post_clipping();
        }
    }

    /// Measures the jpeg on the canvas if it is due and somebody wants it.
    pub(super) fn measure_jpeg(&mut self) -> Result<(), PaintError> {
        if self.wants_jpeg_levels() && self.jpeg.measure(&self.canvas)? {
            self.post_jpeg_histogram();
            self.post_clipping();
        }
        Ok(())
    }

    /// Tells the levels of the jpeg as they were measured last: also to who looks again at one that was measured already.
    pub(super) fn post_jpeg_histogram(&self) {
        if let Some(histogram) = self.jpeg.histogram().filter(|_| self.is_watched()) {
            post(&WorkerEvent::Histogram(Some(Box::new(histogram))));
        }
    }

    pub(super) fn post_histogram(&self) {
        if self.is_watched() && self.raw.picture().is_some() {
            post(&WorkerEvent::Histogram(self.raw.histogram().map(Box::new)));
        }
    }

    pub(super) fn post_limits(&mut self, limits: Option<RangeLimits>) {
        if self.limits != limits {
            self.limits = limits;
            post(&WorkerEvent::RangeLimits(limits));
        }
    }

    /// Tells how much is at the ends of the range, if that has changed: nothing, where it is not counted for anybody who looks.
    pub(super) fn post_clipping(&mut self) {
        let is_looked_at = self.histograms == Histograms::Shown || self.marks == ClippingMarks::On;
        let clipping = match self.raw.picture() {
            Some(_) if is_looked_at || self.contrast.range == DisplayRange::Auto => self.raw.clipping(),
            None if is_looked_at && self.reads == CanvasReads::Truly => self.jpeg.clipping(),
            _ => None,
        };
        if self.clipping != clipping {
            self.clipping = clipping;
            post(&WorkerEvent::Clipping(clipping));
        }
    }
}
