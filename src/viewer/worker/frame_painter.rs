//! What is on the canvas, and the samples and contrast that made it.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;
use web_sys::{Blob, OffscreenCanvas};

use super::canvas_2d::Canvas2d;
use super::jpeg::{Jpeg, file_of};
use super::jpeg_picture::JpegPicture;
use super::paint_error::PaintError;
use super::scope::post;
use super::{CanvasReads, Histograms, Painted, PictureMemory, WorkerEvent};
use crate::viewer::geometry::{Orientation, PictureSize, PixelRect};
use crate::viewer::image::{Clipping, ClippingMarks, Contrast, PixelValue, RangeLimits, RawImage, png};

mod measuring;

/// The canvas and what is on it: a jpeg as it came, or samples as the contrast shows them.
pub(super) struct FramePainter {
    canvas: Canvas2d,
    reads: CanvasReads,
    memory: PictureMemory,
    /// How large the picture on the canvas is.
    size: Option<PictureSize>,
    /// The samples of the picture on the canvas; empty while that is a jpeg.
    raw: RawImage,
    /// The jpeg on the canvas.
    jpeg: JpegPicture,
    contrast: Contrast,
    marks: ClippingMarks,
    /// The picture is not shown with this contrast and these marks yet.
    stale: bool,
    histograms: Histograms,
    /// As they were reported last.
    limits: Option<RangeLimits>,
    clipping: Option<Clipping>,
}

/// What is shown, as a file.
pub(super) enum Saved {
    /// It is there.
    File(Blob),
    /// The browser is making it.
    Encoding(Promise),
}

impl Saved {
    /// The file.
    pub(super) async fn finish(self) -> Result<Blob, PaintError> {
        match self {
            Self::File(file) => Ok(file),
            Self::Encoding(promise) => {
                let file = JsFuture::from(promise).await.and_then(JsCast::dyn_into);
                file.map_err(|why| PaintError::undrawable(&why))
            }
        }
    }
}

fn no_picture() -> PaintError {
    PaintError::Undrawable { why: "there is no picture".to_owned() }
}

impl FramePainter {
    /// Looks whether what is read from a canvas can be trusted, and tells the page.
    pub(super) fn new(canvas: Canvas2d) -> Self {
        let reads = canvas.reads();
        post(&WorkerEvent::CanvasReads(reads));
        Self {
            canvas,
            reads,
            memory: PictureMemory::Regained,
            size: None,
            raw: RawImage::default(),
            jpeg: JpegPicture::default(),
            contrast: Contrast::default(),
            marks: ClippingMarks::Off,
            stale: false,
            histograms: Histograms::Unwanted,
            limits: None,
            clipping: None,
        }
    }

    /// Draws a jpeg.
    pub(super) fn draw(&mut self, Jpeg { file, bitmap }: &Jpeg) -> Result<Painted, PaintError> {
        self.check_memory()?;
        let size = self.canvas.draw(bitmap, self.jpeg_marks())?;
        self.forget_samples();
        self.size = Some(size);
        self.jpeg.take(file);
        if !self.wants_jpeg_levels() {
            self.jpeg.forget_levels();
        }
        self.stale = false;
        self.post_clipping();
        Ok(Painted { size, bit_depth: None })
    }

    /// Unpacks and draws a binary frame.
    pub(super) fn draw_samples(&mut self, packet: &[u8], compression: Option<&str>) -> Result<Painted, PaintError> {
        self.check_memory()?;
        self.raw.take(packet, compression)?;
        let rendered = self.rendered();
        // What is held is not what the canvas shows.
        let rendered = rendered.inspect_err(|_| self.forget_samples())?;
        rendered.ok_or_else(no_picture)
    }

    /// The pictures that follow are of another stream.
    pub(super) fn begin_stream(&mut self) {
        self.raw.begin_stream();
    }

    /// Shows the picture with another contrast, when there is time to [catch up](FramePainter::catch_up).
    pub(super) fn set_contrast(&mut self, contrast: Contrast) {
        self.stale |= self.contrast != contrast && self.raw.picture().is_some();
        self.contrast = contrast;
        self.post_clipping();
    }

    /// Marks what is black and what is saturated, or no more, when there is time to [catch up](FramePainter::catch_up).
    pub(super) fn set_marks(&mut self, marks: ClippingMarks) {
        self.stale |= self.marks != marks && self.size.is_some();
        self.marks = marks;
        self.post_clipping();
    }

    /// Measures histograms for this from now on.
    pub(super) fn set_histograms(&mut self, histograms: Histograms) {
        self.histograms = histograms;
        if self.is_watched() {
            self.measure();
            self.post_histogram();
            self.post_jpeg_histogram();
        }
        self.post_clipping();
    }

    /// The picture is to be shown with another contrast, or other marks.
    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// The picture is to be measured, which was too soon.
    pub(super) fn is_unmeasured(&self) -> bool {
        (self.jpeg.is_unmeasured() && self.wants_jpeg_levels()) || (self.wants_levels() && !self.raw.is_measured())
    }

    /// Shows the picture with another contrast and other marks; measures a jpeg, and the last picture of a stream, which came too soon
    /// after the one that was measured.
    pub(super) fn catch_up(&mut self) -> Result<(), PaintError> {
        self.measure_jpeg()?;
        if self.wants_levels() {
            self.measure();
        }
        let limits = self.raw.picture().map(|_| self.raw.limits(self.contrast.range));
        if self.raw.picture().is_none() {
            // What failed is not tried again and again.
            if std::mem::take(&mut self.stale) {
                self.canvas.set_marks(self.jpeg_marks())?;
            }
        } else if self.stale || self.limits != limits {
            self.rendered()?;
        }
        Ok(())
    }

    /// What was measured at a pixel.
    pub(super) fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        self.size.filter(|size| x < size.width_px && y < size.height_px)?;
        if self.raw.picture().is_some() {
            return self.raw.value_at(x, y);
        }
        if self.reads == CanvasReads::Falsified {
            return None;
        }
        // A canvas that can't be read has no value to tell; that is all that anybody loses.
        self.canvas.colour_at(x, y).ok().flatten().map(PixelValue::Rgb8)
    }

    /// A part of what is shown as a PNG file. Where what is read from a canvas is falsified, none is read: a jpeg is saved as it
    /// came then, all of it.
    pub(super) fn save(&mut self, part: PixelRect, orientation: Orientation) -> Result<Saved, PaintError> {
        self.check_memory()?;
        match (self.size, self.reads, &self.jpeg.file) {
            (None, ..) => Err(no_picture()),
            (_, CanvasReads::Truly, _) => self.canvas.encode(part, orientation).map(Saved::Encoding),
            (_, CanvasReads::Falsified, Some(file)) => Ok(Saved::File(file.clone())),
            (_, CanvasReads::Falsified, None) => self.png(part, orientation).map(Saved::File),
        }
    }

    /// A part of the samples as they are shown.
    fn png(&mut self, part: PixelRect, orientation: Orientation) -> Result<Blob, PaintError> {
        let rendered = self.raw.to_rgba(self.contrast, self.marks)?;
        let file = rendered.and_then(|rendered| png(&rendered, part, orientation));
        let file = file.ok_or_else(|| PaintError::Undrawable { why: "there is no memory for it".to_owned() })?;
        file_of(&file, "image/png").map_err(|why| PaintError::undrawable(&why))
    }

    /// What is painted on.
    pub(super) fn canvas(&self) -> &OffscreenCanvas {
        self.canvas.element()
    }

    /// The browser has lost what was painted, and what is painted from now on.
    pub(super) fn lose(&mut self) {
        self.memory = PictureMemory::Lost;
        post(&WorkerEvent::Picture(self.memory));
    }

    /// The browser has an empty canvas again: paints the samples that are held. Answers with the jpeg that is to be drawn
    /// instead, if that was the picture. Where there was none, nothing is missing any more.
    pub(super) fn regain(&mut self) -> Result<Option<Blob>, PaintError> {
        self.memory = PictureMemory::Regained;
        self.size = None;
        if self.rendered()?.is_some() || self.jpeg.file.is_none() {
            post(&WorkerEvent::Picture(self.memory));
        }
        Ok(self.jpeg.file.clone())
    }

    /// Draws the jpeg that was lost, unless another picture was painted meanwhile, or none is wanted any more.
    pub(super) fn redraw(&mut self, jpeg: &Jpeg) -> Result<(), PaintError> {
        self.check_memory()?;
        if self.size.is_none() && self.jpeg.file.as_ref() == Some(&jpeg.file) {
            self.draw(jpeg)?;
        }
        post(&WorkerEvent::Picture(self.memory));
        Ok(())
    }

    fn check_memory(&self) -> Result<(), PaintError> {
        if self.memory == PictureMemory::Lost { Err(PaintError::Lost) } else { Ok(()) }
    }

    /// Empties the canvas.
    pub(super) fn clear(&mut self) {
        self.size = None;
        self.forget_samples();
        self.forget_jpeg();
        self.post_clipping();
        self.canvas.clear();
    }

    /// Draws the samples that are held, if any.
    fn rendered(&mut self) -> Result<Option<Painted>, PaintError> {
        if self.wants_levels() {
            self.measure();
        }
        self.stale = false;
        let limits = self.raw.limits(self.contrast.range);
        let Some(rendered) = self.raw.to_rgba(self.contrast, self.marks)? else {
            return Ok(None);
        };
        self.canvas.put(&rendered)?;
        let size = rendered.size;
        self.jpeg = JpegPicture::default();
        self.size = Some(size);
        self.post_limits(Some(limits));
        self.post_clipping();
        Ok(Some(Painted { size, bit_depth: self.raw.bit_depth() }))
    }

    fn forget_jpeg(&mut self) {
        if self.jpeg.histogram().is_some() {
            post(&WorkerEvent::Histogram(None));
        }
        self.jpeg = JpegPicture::default();
    }

    fn forget_samples(&mut self) {
        self.stale = false;
        if self.raw.picture().is_some() {
            self.raw.clear();
            post(&WorkerEvent::Histogram(None));
            self.post_limits(None);
        }
    }
}
