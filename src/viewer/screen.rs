//! What is on the canvas, and the samples and contrast that made it.

use leptos::prelude::*;
use web_sys::{Element, ImageBitmap};

use super::surface::Surface;
use super::unreadable::Unreadable;
use crate::clock;
use crate::picture::PictureSize;
use crate::samples::{Contrast, Darkroom, Histogram, Levels, Limits, MEASURE_INTERVAL_MS, PixelValue, Window};
use crate::sync::Moment;

/// What the screen measures for others. Set a few times a second at most, and only when it changed.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    /// Kept only while somebody watches it.
    pub(super) histogram: RwSignal<Option<Histogram>>,
    /// The limits in use; `None` where contrast has no effect, as on a jpeg.
    pub(super) limits: RwSignal<Option<Limits>>,
}

/// A picture that was painted.
#[derive(Clone, Copy)]
pub(super) struct Painted {
    pub(super) size: PictureSize,
    /// Of a jpeg, none.
    pub(super) bit_depth: Option<u16>,
}

/// The canvas and what is on it: a jpeg as it came, or samples as the contrast shows them.
pub(super) struct Screen {
    /// `None` when the browser can't draw.
    surface: Option<Surface>,
    /// How large the picture on the canvas is.
    size: Option<PictureSize>,
    /// The samples of the picture on the canvas; empty while that is a jpeg.
    darkroom: Darkroom,
    /// The levels of the jpeg on the canvas.
    jpeg: JpegLevels,
    contrast: Contrast,
    /// How many want the histogram.
    watchers: usize,
    measured: Measured,
}

/// The levels of jpeg pictures, measured on the canvas while somebody wants the histogram.
#[derive(Default)]
struct JpegLevels {
    levels: Levels,
    measured_at: Option<Moment>,
    /// A picture was drawn since.
    stale: bool,
}

impl Screen {
    pub(super) fn new(surface: Option<Surface>, measured: Measured) -> Self {
        let (darkroom, contrast) = (Darkroom::default(), Contrast::default());
        Self { surface, size: None, darkroom, jpeg: JpegLevels::default(), contrast, watchers: 0, measured }
    }

    /// Can anybody see it, as far as the document knows?
    pub(super) fn shown(&self) -> bool {
        self.surface.as_ref().is_none_or(Surface::shown)
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(&self, place: &Element) -> Result<(), Unreadable> {
        self.surface.as_ref().map_or(Ok(()), |surface| surface.mount(place))
    }

    /// Draws a jpeg. `None` when there is no canvas, which was said when it could not be made.
    pub(super) fn draw(&mut self, bitmap: &ImageBitmap) -> Result<Option<Painted>, Unreadable> {
        let Some(surface) = &self.surface else {
            return Ok(None);
        };
        let size = surface.draw(bitmap)?;
        self.forget_samples();
        self.size = Some(size);
        self.jpeg.stale = true;
        Ok(Some(Painted { size, bit_depth: None }))
    }

    /// Unpacks and draws a binary frame. `None` when there is no canvas.
    pub(super) fn develop(&mut self, packet: &[u8], compression: Option<&str>) -> Result<Option<Painted>, Unreadable> {
        self.darkroom.take(packet, compression)?;
        match self.print() {
            Ok(painted) => Ok(painted),
            Err(why) => {
                // What is held is not what the canvas shows.
                self.forget_samples();
                Err(why)
            }
        }
    }

    /// Shows the picture with another contrast, at once.
    pub(super) fn set_contrast(&mut self, contrast: Contrast) -> Result<(), Unreadable> {
        if self.contrast == contrast {
            return Ok(());
        }
        self.contrast = contrast;
        self.print().map(drop)
    }

    /// One more wants the histogram.
    pub(super) fn watch(&mut self) {
        self.watchers += 1;
        self.darkroom.measure(clock::now());
        self.publish_histogram();
    }

    /// One fewer wants the histogram.
    pub(super) fn unwatch(&mut self) {
        self.watchers = self.watchers.saturating_sub(1);
        if self.watchers == 0 {
            self.measured.histogram.try_set(None);
        }
    }

    /// Measures a jpeg, and the last picture of a stream, which came too soon after the one that was measured. Says
    /// whether to come back for that.
    pub(super) fn catch_up(&mut self) -> Result<bool, Unreadable> {
        self.measure_jpeg()?;
        if !self.wants_levels() || self.darkroom.is_measured() {
            return Ok(self.jpeg.stale && self.watchers > 0);
        }
        self.measure();
        let limits = self.darkroom.limits(self.contrast.window);
        if self.darkroom.is_measured() && self.measured.limits.try_get_untracked() != Some(Some(limits)) {
            self.print()?;
        }
        Ok(!self.darkroom.is_measured())
    }

    /// What was measured at a pixel.
    pub(super) fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        self.size.filter(|size| x < size.width_px && y < size.height_px)?;
        if self.darkroom.picture().is_some() {
            return self.darkroom.value_at(x, y);
        }
        // A canvas that can't be read has no value to tell; that is all that anybody loses.
        self.surface.as_ref()?.colour_at(x, y).ok().flatten().map(PixelValue::Rgb8)
    }

    /// Empties the canvas.
    pub(super) fn clear(&mut self) {
        self.size = None;
        self.forget_samples();
        self.forget_jpeg();
        if let Some(surface) = &self.surface {
            surface.clear();
        }
    }

    /// Draws the samples that are held, if any.
    fn print(&mut self) -> Result<Option<Painted>, Unreadable> {
        if self.wants_levels() {
            self.measure();
        }
        let (Some(surface), Some(header)) = (&self.surface, self.darkroom.picture()) else {
            return Ok(None);
        };
        let limits = self.darkroom.limits(self.contrast.window);
        let Some(print) = self.darkroom.develop(self.contrast)? else {
            return Ok(None);
        };
        surface.put(&print)?;
        self.jpeg = JpegLevels::default();
        self.size = Some(print.size);
        if self.measured.limits.try_get_untracked() != Some(Some(limits)) {
            self.measured.limits.try_set(Some(limits));
        }
        Ok(self.size.map(|size| Painted { size, bit_depth: Some(header.bit_depth) }))
    }

    fn wants_levels(&self) -> bool {
        self.watchers > 0 || self.contrast.window == Window::Auto
    }

    fn measure(&mut self) {
        if self.darkroom.measure(clock::now()) {
            self.publish_histogram();
        }
    }

    /// Measures the jpeg on the canvas if it is due and somebody wants it.
    fn measure_jpeg(&mut self) -> Result<(), Unreadable> {
        let now = clock::now();
        let due = self.jpeg.measured_at.is_none_or(|at| now.ms_since(at) >= MEASURE_INTERVAL_MS);
        if let Some(surface) = self.surface.as_ref().filter(|_| self.jpeg.stale && due && self.watchers > 0) {
            self.jpeg.levels.count_rgba(&surface.pixels_from_all_over()?);
            self.jpeg.measured_at = Some(now);
            self.jpeg.stale = false;
            self.measured.histogram.try_set(Some(self.jpeg.levels.histogram()));
        }
        Ok(())
    }

    fn forget_jpeg(&mut self) {
        if self.jpeg.measured_at.is_some() {
            self.measured.histogram.try_set(None);
        }
        self.jpeg = JpegLevels::default();
    }

    fn publish_histogram(&self) {
        if self.watchers > 0 && self.darkroom.picture().is_some() {
            self.measured.histogram.try_set(self.darkroom.histogram());
        }
    }

    fn forget_samples(&mut self) {
        if self.darkroom.picture().is_some() {
            self.darkroom.clear();
            self.measured.histogram.try_set(None);
            self.measured.limits.try_set(None);
        }
    }
}
