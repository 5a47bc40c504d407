//! What is on the canvas, and the samples and contrast that made it.

use web_sys::ImageBitmap;

use super::canvas_2d::Canvas2d;
use super::paint_error::PaintError;
use super::work::tell;
use super::{Histograms, Painted, WorkerEvent};
use crate::browser::clock;
use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::viewer::image::{
    Contrast, DisplayRange, MEASURE_INTERVAL_MS, PixelValue, RangeLimits, RawImage, ValueCounts,
};

/// The canvas and what is on it: a jpeg as it came, or samples as the contrast shows them.
pub(super) struct FramePainter {
    surface: Canvas2d,
    /// How large the picture on the canvas is.
    size: Option<PictureSize>,
    /// The samples of the picture on the canvas; empty while that is a jpeg.
    darkroom: RawImage,
    /// The levels of the jpeg on the canvas.
    jpeg: JpegLevels,
    contrast: Contrast,
    /// The samples are not shown with this contrast yet.
    stale: bool,
    histograms: Histograms,
    /// As they were told last.
    limits: Option<RangeLimits>,
}

/// The levels of jpeg pictures, measured on the canvas while somebody wants the histogram.
#[derive(Default)]
struct JpegLevels {
    levels: ValueCounts,
    measured_at: Option<Timestamp>,
    /// A picture was drawn since.
    stale: bool,
}

impl FramePainter {
    pub(super) fn new(surface: Canvas2d) -> Self {
        Self {
            surface,
            size: None,
            darkroom: RawImage::default(),
            jpeg: JpegLevels::default(),
            contrast: Contrast::default(),
            stale: false,
            histograms: Histograms::Unwanted,
            limits: None,
        }
    }

    /// Draws a jpeg.
    pub(super) fn draw(&mut self, bitmap: &ImageBitmap) -> Result<Painted, PaintError> {
        let size = self.surface.draw(bitmap)?;
        self.forget_samples();
        self.size = Some(size);
        self.jpeg.stale = true;
        Ok(Painted { size, bit_depth: None })
    }

    /// Unpacks and draws a binary frame.
    pub(super) fn to_rgba(&mut self, packet: &[u8], compression: Option<&str>) -> Result<Painted, PaintError> {
        self.darkroom.take(packet, compression)?;
        let printed = self.print();
        // What is held is not what the canvas shows.
        let printed = printed.inspect_err(|_| self.forget_samples())?;
        printed.ok_or_else(|| PaintError::Undrawable { why: "there is no picture".to_owned() })
    }

    /// Shows the picture with another contrast, when there is time to [catch up](Screen::catch_up).
    pub(super) fn set_contrast(&mut self, contrast: Contrast) {
        self.stale |= self.contrast != contrast && self.darkroom.picture().is_some();
        self.contrast = contrast;
    }

    /// Measures histograms from now on, or no more.
    pub(super) fn set_histograms(&mut self, histograms: Histograms) {
        self.histograms = histograms;
        if self.is_watched() {
            self.darkroom.measure(clock::now());
            self.tell_histogram();
        }
    }

    /// The samples are to be shown with another contrast.
    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// The picture is to be measured, which was too soon.
    pub(super) fn is_unmeasured(&self) -> bool {
        (self.jpeg.stale && self.is_watched()) || (self.wants_levels() && !self.darkroom.is_measured())
    }

    /// Shows the samples with another contrast; measures a jpeg, and the last picture of a stream, which came too soon
    /// after the one that was measured.
    pub(super) fn catch_up(&mut self) -> Result<(), PaintError> {
        self.measure_jpeg()?;
        if self.wants_levels() {
            self.measure();
        }
        let limits = self.darkroom.picture().map(|_| self.darkroom.limits(self.contrast.window));
        if self.stale || self.limits != limits {
            self.print()?;
        }
        Ok(())
    }

    /// What was measured at a pixel.
    pub(super) fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        self.size.filter(|size| x < size.width_px && y < size.height_px)?;
        if self.darkroom.picture().is_some() {
            return self.darkroom.value_at(x, y);
        }
        // A canvas that can't be read has no value to tell; that is all that anybody loses.
        self.surface.colour_at(x, y).ok().flatten().map(PixelValue::Rgb8)
    }

    /// Empties the canvas.
    pub(super) fn clear(&mut self) {
        self.size = None;
        self.forget_samples();
        self.forget_jpeg();
        self.surface.clear();
    }

    /// Draws the samples that are held, if any.
    fn print(&mut self) -> Result<Option<Painted>, PaintError> {
        self.stale = false;
        if self.wants_levels() {
            self.measure();
        }
        let Some(header) = self.darkroom.picture() else {
            return Ok(None);
        };
        let limits = self.darkroom.limits(self.contrast.window);
        let Some(print) = self.darkroom.to_rgba(self.contrast)? else {
            return Ok(None);
        };
        self.surface.put(&print)?;
        let size = print.size;
        self.jpeg = JpegLevels::default();
        self.size = Some(size);
        self.tell_limits(Some(limits));
        Ok(Some(Painted { size, bit_depth: Some(header.bit_depth) }))
    }

    fn is_watched(&self) -> bool {
        self.histograms == Histograms::Wanted
    }

    fn wants_levels(&self) -> bool {
        self.is_watched() || self.contrast.window == DisplayRange::Auto
    }

    fn measure(&mut self) {
        if self.darkroom.measure(clock::now()) {
            self.tell_histogram();
        }
    }

    /// Measures the jpeg on the canvas if it is due and somebody wants it.
    fn measure_jpeg(&mut self) -> Result<(), PaintError> {
        let now = clock::now();
        let due = self.jpeg.measured_at.is_none_or(|at| now.ms_since(at) >= MEASURE_INTERVAL_MS);
        if self.jpeg.stale && due && self.is_watched() {
            self.jpeg.levels.count_rgba(&self.surface.pixels_from_all_over()?);
            self.jpeg.measured_at = Some(now);
            self.jpeg.stale = false;
            tell(&WorkerEvent::Histogram(Some(Box::new(self.jpeg.levels.histogram()))));
        }
        Ok(())
    }

    fn forget_jpeg(&mut self) {
        if self.jpeg.measured_at.is_some() {
            tell(&WorkerEvent::Histogram(None));
        }
        self.jpeg = JpegLevels::default();
    }

    fn tell_histogram(&self) {
        if self.is_watched() && self.darkroom.picture().is_some() {
            tell(&WorkerEvent::Histogram(self.darkroom.histogram().map(Box::new)));
        }
    }

    fn tell_limits(&mut self, limits: Option<RangeLimits>) {
        if self.limits != limits {
            self.limits = limits;
            tell(&WorkerEvent::RangeLimits(limits));
        }
    }

    fn forget_samples(&mut self) {
        self.stale = false;
        if self.darkroom.picture().is_some() {
            self.darkroom.clear();
            tell(&WorkerEvent::Histogram(None));
            self.tell_limits(None);
        }
    }
}
