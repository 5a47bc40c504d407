//! What was measured under the pointer.

use leptos::prelude::*;

use super::use_viewer_controls;
use crate::control::camera::Format;
use crate::viewer::geometry::Orientation;
use crate::viewer::image::PixelValue;
use crate::viewer::use_viewer;
use crate::viewer::worker::CanvasReads;

const NONE: &str = "–";
/// The value of a jpeg pixel where the browser falsifies what is read from a canvas.
const FALSIFIED: &str = "falsified";

/// How large the picture is shown, and the pixel under the pointer, or else under the crosshair: never announced.
#[component]
pub fn PointerReadout() -> impl IntoView {
    let viewer = use_viewer();
    let state = use_viewer_controls().state;
    let (statistics, probed) = (viewer.statistics(), viewer.probed());
    let pixel = Memo::new(move |_| state.pointed_pixel());
    Effect::new(move |_| {
        // Frames change what is under a pointer that rests. Statistics come after them, a few times a second.
        statistics.track();
        if let Some((x, y)) = pixel.get() {
            viewer.probe(x, y);
        }
    });
    let value = Memo::new(move |shown: Option<&Option<PixelValue>>| {
        let pixel = pixel.get()?;
        match probed.get() {
            Some(probed) if (probed.x, probed.y) == pixel => probed.value,
            // What was said of another pixel stands until the answer to this one comes.
            Some(_) => shown.copied().flatten(),
            None => None,
        }
    });
    // Samples of binary frames go through no canvas.
    let is_falsified = move || {
        let is_jpeg = statistics.with(|statistics| statistics.format() == Format::Jpeg);
        is_jpeg && viewer.canvas_reads().get() == CanvasReads::Falsified && pixel.get().is_some()
    };
    let value = move || match value.get() {
        _ if is_falsified() => FALSIFIED.to_owned(),
        value => value.map_or_else(|| NONE.to_owned(), value_text),
    };
    // Where what is shown is turned, it says whose columns and rows these are.
    let is_turned = move || state.orientation() != Orientation::default();
    let pixel_name = move || if is_turned() { "Camera’s pixel" } else { "Pixel" };
    let zoom = move || state.zoom_percent().map_or_else(|| NONE.to_owned(), |percent| format!("{percent} %"));
    view! {
        <div class="pointer-readout">
            <dl class="readout">
                <div>
                    <dt>"Zoom"</dt>
                    <dd class="readout-zoom" prop:textContent=zoom></dd>
                </div>
                <div>
                    <dt prop:textContent=pixel_name></dt>
                    <dd
                        class="readout-pixel"
                        prop:textContent=move || {
                            pixel.get().map_or_else(|| NONE.to_owned(), |(x, y)| format!("{x}, {y}"))
                        }
                    ></dd>
                </div>
                <div>
                    <dt>"Value"</dt>
                    <dd class="readout-value" prop:textContent=value></dd>
                </div>
            </dl>
        </div>
    }
}

/// A gray pixel is one number, also where it came as a jpeg's three.
fn value_text(value: PixelValue) -> String {
    let [red, green, blue] = match value {
        PixelValue::Gray16(gray) => [gray; 3],
        PixelValue::Rgb16(colour) => colour,
        PixelValue::Rgb8(colour) => colour.map(u16::from),
    };
    if red == green && green == blue { red.to_string() } else { format!("R {red} G {green} B {blue}") }
}
