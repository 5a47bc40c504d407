//! The canvas.

use std::cell::OnceCell;

use pixels::marks;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::js_sys::Promise;
use web_sys::{
    ContextAttributes2d, ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context,
};

use super::CanvasReads;
use super::paint_error::PaintError;
use crate::viewer::geometry::{Axes, Orientation, PictureSize, PixelRect, Point};
use crate::viewer::image::{ClippingMarks, JPEG_ENDS, RenderedImage};

/// The canvas on the page, as the worker has it: what is drawn here is shown there.
pub(super) struct Canvas2d {
    canvas: OffscreenCanvas,
    context: Context,
    /// A small canvas to read pixels from. Reading the other one again and again would make the browser move it out of
    /// the graphics card's memory.
    probe: OnceCell<Context>,
    /// The jpeg without its marks, while it has some: what is measured there is not the marks.
    unmarked: Option<Unmarked>,
}

/// A canvas that nobody sees.
struct Unmarked {
    canvas: OffscreenCanvas,
    context: Context,
}

/// The side of the probe.
const PROBE_SIDE_PX: u32 = 256;
/// How many columns and rows of a picture are counted for a histogram: two primes that have room in the probe. No
/// picture's side is a multiple of both.
const PRIMES: [u32; 2] = [251, 241];

impl Canvas2d {
    /// Takes over an empty canvas.
    pub(super) fn new(canvas: OffscreenCanvas) -> Result<Self, PaintError> {
        // A picture has no holes: without an alpha channel the browser need not blend.
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        let context = context(&canvas, &attributes).map_err(|why| PaintError::undrawable(&why))?;
        Ok(Self { canvas, context, probe: OnceCell::new(), unmarked: None })
    }

    /// Draws the picture, pixel for pixel: as it is, or with marks on it.
    pub(super) fn draw(&mut self, bitmap: &ImageBitmap, marks: ClippingMarks) -> Result<PictureSize, PaintError> {
        let size = PictureSize { width_px: bitmap.width(), height_px: bitmap.height() };
        let drawn = match marks {
            ClippingMarks::Off => {
                self.unmarked = None;
                resize(&self.canvas, size);
                self.context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0)
            }
            ClippingMarks::On => self.marked(size, |unmarked| unmarked.draw_image_with_image_bitmap(bitmap, 0.0, 0.0)),
        };
        drawn.map(|()| size).map_err(|why| PaintError::undrawable(&why))
    }

    /// Puts marks on the picture that was drawn last, or takes them away.
    pub(super) fn set_marks(&mut self, marks: ClippingMarks) -> Result<(), PaintError> {
        let size = PictureSize { width_px: self.canvas.width(), height_px: self.canvas.height() };
        let drawn = match (marks, self.unmarked.take()) {
            (ClippingMarks::On, None) => {
                let canvas = self.canvas.clone();
                self.marked(size, |unmarked| unmarked.draw_image_with_offscreen_canvas(&canvas, 0.0, 0.0))
            }
            (ClippingMarks::Off, Some(unmarked)) => {
                self.context.draw_image_with_offscreen_canvas(&unmarked.canvas, 0.0, 0.0)
            }
            (_, unmarked) => {
                self.unmarked = unmarked;
                Ok(())
            }
        };
        drawn.map_err(|why| PaintError::undrawable(&why))
    }

    /// Shows what `draw` draws where nobody sees it, with marks on it.
    fn marked(&mut self, size: PictureSize, draw: impl FnOnce(&Context) -> Result<(), JsValue>) -> Result<(), JsValue> {
        let unmarked = match self.unmarked.take() {
            Some(unmarked) => unmarked,
            None => Unmarked::new(size)?,
        };
        resize(&unmarked.canvas, size);
        draw(&unmarked.context)?;
        let mut pixels = unmarked.context.get_image_data(0.0, 0.0, size.width_px.into(), size.height_px.into())?.data();
        marks::colours(JPEG_ENDS, &mut pixels);
        resize(&self.canvas, size);
        let pixels = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), size.width_px, size.height_px)?;
        self.context.put_image_data(&pixels, 0.0, 0.0)?;
        self.unmarked = Some(unmarked);
        Ok(())
    }

    /// Puts pixels on the canvas. They go there from the page's own memory, without a copy between.
    pub(super) fn put(&mut self, rendered: &RenderedImage<'_>) -> Result<(), PaintError> {
        let PictureSize { width_px, height_px } = rendered.size;
        self.unmarked = None;
        resize(&self.canvas, rendered.size);
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(rendered.rgba), width_px, height_px)
            .and_then(|pixels| self.context.put_image_data(&pixels, 0.0, 0.0))
            .map_err(|why| PaintError::undrawable(&why))
    }

    /// A part of what is on the canvas, turned so, as it is encoded to a PNG: each pixel of the one is one of the other.
    pub(super) fn encode(&self, part: PixelRect, orientation: Orientation) -> Result<Promise, PaintError> {
        let picture = PictureSize { width_px: self.canvas.width(), height_px: self.canvas.height() };
        let corner = orientation.to_shown(picture, Point { x: 0.0, y: 0.0 });
        let Axes { a, b, c, d } = orientation.axes();
        let (right, down) = (corner.x - f64::from(part.left), corner.y - f64::from(part.top));
        let encoded = || {
            let copy = OffscreenCanvas::new(part.size.width_px, part.size.height_px)?;
            let context = context(&copy, &ContextAttributes2d::new())?;
            context.set_image_smoothing_enabled(false);
            context.set_transform(a.into(), b.into(), c.into(), d.into(), right, down)?;
            context.draw_image_with_offscreen_canvas(&self.canvas, 0.0, 0.0)?;
            copy.convert_to_blob()
        };
        encoded().map_err(|why| PaintError::undrawable(&why))
    }

    /// The colour that a pixel of the picture has.
    pub(super) fn colour_at(&self, x: u32, y: u32) -> Result<Option<[u8; 3]>, PaintError> {
        let read = || {
            let probe = self.probe()?;
            probe.draw_image_with_offscreen_canvas(self.picture(), -f64::from(x), -f64::from(y))?;
            probe.get_image_data(0.0, 0.0, 1.0, 1.0)
        };
        read().map(|pixel| pixel.data().first_chunk().copied()).map_err(|why| PaintError::undrawable(&why))
    }

    /// Pixels from all over the picture, as RGBA: some 60,000 of them, each as it is.
    pub(super) fn pixels_from_all_over(&self) -> Result<Clamped<Vec<u8>>, PaintError> {
        let picture = self.picture();
        let (columns, rows) = (read_out_of(picture.width()), read_out_of(picture.height()));
        let read = || {
            let probe = self.probe()?;
            probe.draw_image_with_offscreen_canvas_and_dw_and_dh(picture, 0.0, 0.0, columns, rows)?;
            probe.get_image_data(0.0, 0.0, columns, rows)
        };
        read().map(|pixels| pixels.data()).map_err(|why| PaintError::undrawable(&why))
    }

    /// Paints what is known and reads it back, in the way of [`Canvas2d::colour_at`] and where nobody sees it.
    pub(super) fn reads(&self) -> CanvasReads {
        let side = PROBE_SIDE_PX;
        // All values, in all neighbourhoods: some browsers change a few pixels only, and none of one colour.
        let known: Vec<u8> = (0..side * side).flat_map(|at| [at, at / 3, at / 251, 255].map(|it| it as u8)).collect();
        let read = || {
            let painted = OffscreenCanvas::new(side, side)?;
            let pixels = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&known), side, side)?;
            context(&painted, &ContextAttributes2d::new())?.put_image_data(&pixels, 0.0, 0.0)?;
            let probe = self.probe()?;
            probe.draw_image_with_offscreen_canvas(&painted, 0.0, 0.0)?;
            probe.get_image_data(0.0, 0.0, side.into(), side.into())
        };
        // What can't be read is of no use either.
        if read().is_ok_and(|pixels| *pixels.data() == known) { CanvasReads::Truly } else { CanvasReads::Falsified }
    }

    fn probe(&self) -> Result<&Context, JsValue> {
        if let Some(probe) = self.probe.get() {
            return Ok(probe);
        }
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        attributes.set_will_read_frequently(true);
        let context = context(&OffscreenCanvas::new(PROBE_SIDE_PX, PROBE_SIDE_PX)?, &attributes)?;
        // Pixels are measured, not mixed.
        context.set_image_smoothing_enabled(false);
        Ok(self.probe.get_or_init(|| context))
    }

    /// The picture without marks.
    fn picture(&self) -> &OffscreenCanvas {
        self.unmarked.as_ref().map_or(&self.canvas, |unmarked| &unmarked.canvas)
    }

    /// The canvas, which says when the browser loses what was drawn.
    pub(super) fn element(&self) -> &OffscreenCanvas {
        &self.canvas
    }

    /// Empties the canvas.
    pub(super) fn clear(&mut self) {
        self.unmarked = None;
        resize(&self.canvas, PictureSize { width_px: 1, height_px: 1 });
        // The browser shows what was drawn, and an empty canvas as well only when something was.
        self.context.clear_rect(0.0, 0.0, 1.0, 1.0);
    }
}

impl Unmarked {
    fn new(size: PictureSize) -> Result<Self, JsValue> {
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        // All of it is, for each picture.
        attributes.set_will_read_frequently(true);
        let canvas = OffscreenCanvas::new(size.width_px, size.height_px)?;
        let context = context(&canvas, &attributes)?;
        Ok(Self { canvas, context })
    }
}

/// Setting a side, even to what it is, clears the canvas and gives its memory back.
fn resize(canvas: &OffscreenCanvas, size: PictureSize) {
    if (canvas.width(), canvas.height()) != (size.width_px, size.height_px) {
        canvas.set_width(size.width_px);
        canvas.set_height(size.height_px);
    }
}

/// How many columns or rows are read of so many: not every second or third one, which could be in step with a pattern.
fn read_out_of(side_px: u32) -> f64 {
    let [most, fewer] = PRIMES;
    f64::from(if side_px.is_multiple_of(most) { fewer } else { most })
}

/// What draws to a canvas.
fn context(canvas: &OffscreenCanvas, attributes: &ContextAttributes2d) -> Result<Context, JsValue> {
    let context = canvas.get_context_with_context_options("2d", attributes)?;
    Ok(context.ok_or("the browser has no 2d context left")?.unchecked_into())
}
