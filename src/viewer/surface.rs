//! The canvas.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, ContextAttributes2d, Element, HtmlCanvasElement, ImageBitmap, window};

use super::unreadable::Unreadable;
use crate::picture::PictureSize;

/// The one canvas that frames are drawn to. It outlives the component that shows it, so that the last picture is
/// there again when the person comes back from another page.
pub(super) struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Surface {
    /// An empty canvas, not in the document yet.
    pub(super) fn new() -> Result<Self, Unreadable> {
        Self::create().map_err(undrawable)
    }

    fn create() -> Result<Self, JsValue> {
        let document = window().and_then(|window| window.document()).ok_or("there is no document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
        canvas.set_width(1);
        canvas.set_height(1);
        // A jpeg has no holes: without an alpha channel the browser need not blend.
        let attributes = ContextAttributes2d::new();
        attributes.set_alpha(false);
        let context = canvas
            .get_context_with_context_options("2d", &attributes)?
            .ok_or("the browser has no 2d context left")?
            .unchecked_into();
        Ok(Self { canvas, context })
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
        // Setting a side, even to what it is, clears the canvas and gives its memory back.
        if (self.canvas.width(), self.canvas.height()) != (size.width_px, size.height_px) {
            self.canvas.set_width(size.width_px);
            self.canvas.set_height(size.height_px);
        }
        self.context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0).map_err(undrawable)?;
        Ok(size)
    }

    /// Empties the canvas.
    pub(super) fn clear(&self) {
        self.canvas.set_width(1);
        self.canvas.set_height(1);
    }
}

fn undrawable(why: JsValue) -> Unreadable {
    Unreadable::Undrawable { why: why.as_string().unwrap_or_else(|| format!("{why:?}")) }
}
