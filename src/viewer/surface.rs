//! The canvas.

use std::cell::OnceCell;

use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, ContextAttributes2d, Element, HtmlCanvasElement, ImageBitmap, ImageData, window,
};

use super::unreadable::Unreadable;
use crate::picture::PictureSize;
use crate::samples::Print;

/// The one canvas that frames are drawn to. It outlives the component that shows it, so that the last picture is
/// there again when the person comes back from another page.
pub(super) struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// A small canvas to read pixels from. Reading the other one again and again would make the browser move it out of
    /// the graphics card's memory.
    probe: OnceCell<CanvasRenderingContext2d>,
}

/// The side of the probe: that many pixels in rows and columns of a picture are counted for a histogram.
const PROBE_SIDE_PX: u32 = 256;

impl Surface {
    /// An empty canvas, not in the document yet.
    pub(super) fn new() -> Result<Self, Unreadable> {
        Self::create().map_err(undrawable)
    }

    fn create() -> Result<Self, JsValue> {
        // A picture has no holes: without an alpha channel the browser need not blend.
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        let (canvas, context) = canvas(&attributes)?;
        Ok(Self { canvas, context, probe: OnceCell::new() })
    }

    /// Can anybody see it, as far as the document knows?
    pub(super) fn shown(&self) -> bool {
        self.canvas.is_connected()
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(&self, place: &Element) -> Result<(), Unreadable> {
        place.append_child(&self.canvas).map(drop).map_err(undrawable)
    }

    /// Draws the picture as it is, pixel for pixel.
    pub(super) fn draw(&self, bitmap: &ImageBitmap) -> Result<PictureSize, Unreadable> {
        let size = PictureSize { width_px: bitmap.width(), height_px: bitmap.height() };
        self.resize(size);
        self.context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0).map_err(undrawable)?;
        Ok(size)
    }

    /// Puts pixels on the canvas. They go there from the page's own memory, without a copy between.
    pub(super) fn put(&self, print: &Print<'_>) -> Result<(), Unreadable> {
        let PictureSize { width_px, height_px } = print.size;
        self.resize(print.size);
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(print.rgba), width_px, height_px)
            .and_then(|pixels| self.context.put_image_data(&pixels, 0.0, 0.0))
            .map_err(undrawable)
    }

    /// The colour that a pixel of the canvas has.
    pub(super) fn colour_at(&self, x: u32, y: u32) -> Result<Option<[u8; 3]>, Unreadable> {
        let read = || {
            let probe = self.probe()?;
            probe.draw_image_with_html_canvas_element(&self.canvas, -f64::from(x), -f64::from(y))?;
            probe.get_image_data(0.0, 0.0, 1.0, 1.0)
        };
        read().map(|pixel| pixel.data().first_chunk().copied()).map_err(undrawable)
    }

    /// Pixels from all over the canvas, as RGBA: 65,536 of them, each as it is.
    pub(super) fn pixels_from_all_over(&self) -> Result<Clamped<Vec<u8>>, Unreadable> {
        let side = f64::from(PROBE_SIDE_PX);
        let read = || {
            let probe = self.probe()?;
            probe.draw_image_with_html_canvas_element_and_dw_and_dh(&self.canvas, 0.0, 0.0, side, side)?;
            probe.get_image_data(0.0, 0.0, side, side)
        };
        read().map(|pixels| pixels.data()).map_err(undrawable)
    }

    fn probe(&self) -> Result<&CanvasRenderingContext2d, JsValue> {
        if let Some(probe) = self.probe.get() {
            return Ok(probe);
        }
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        attributes.set_will_read_frequently(true);
        let (canvas, context) = canvas(&attributes)?;
        canvas.set_width(PROBE_SIDE_PX);
        canvas.set_height(PROBE_SIDE_PX);
        // Pixels are measured, not mixed.
        context.set_image_smoothing_enabled(false);
        Ok(self.probe.get_or_init(|| context))
    }

    /// Setting a side, even to what it is, clears the canvas and gives its memory back.
    fn resize(&self, size: PictureSize) {
        if (self.canvas.width(), self.canvas.height()) != (size.width_px, size.height_px) {
            self.canvas.set_width(size.width_px);
            self.canvas.set_height(size.height_px);
        }
    }

    /// Empties the canvas.
    pub(super) fn clear(&self) {
        self.canvas.set_width(1);
        self.canvas.set_height(1);
    }
}

/// A canvas of one pixel, and what draws to it.
fn canvas(attributes: &ContextAttributes2d) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let document = window().and_then(|window| window.document()).ok_or("there is no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(1);
    canvas.set_height(1);
    let context = canvas
        .get_context_with_context_options("2d", attributes)?
        .ok_or("the browser has no 2d context left")?
        .unchecked_into();
    Ok((canvas, context))
}

fn undrawable(why: JsValue) -> Unreadable {
    Unreadable::Undrawable { why: why.as_string().unwrap_or_else(|| format!("{why:?}")) }
}
