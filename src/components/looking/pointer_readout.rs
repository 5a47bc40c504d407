//! What was measured under the pointer.

use leptos::prelude::*;

use super::Sight;
use crate::components::block::{block, write};
use crate::keep::keep;
use crate::samples::PixelValue;
use crate::viewer::Viewer;

const MARKUP: &str = r#"<dl class="readout">
    <div><dt>Zoom</dt><dd class="readout-zoom"></dd></div>
    <div><dt>Pixel</dt><dd class="readout-pixel"></dd></div>
    <div><dt>Value</dt><dd class="readout-value"></dd></div>
</dl>"#;

/// How large the picture is shown, and the pixel under the pointer, or else under the crosshair: never announced.
#[component]
pub fn PointerReadout(sight: Sight) -> impl IntoView {
    let viewer = Viewer::expect();
    let statistics = viewer.statistics();
    block(
        "div",
        "pointer-readout",
        MARKUP.to_owned(),
        Box::new(move |place| {
            keep(Box::new(move || {
                let seen = sight.scene();
                let zoom = seen.map(|(view, scene)| format!("{} %", view.percent(&scene)));
                let pixel = seen.and_then(|(view, scene)| view.pixel_at(&scene, sight.pointed(&scene)?));
                // Frames change what is under a pointer that rests. Statistics come after them, a few times a second.
                statistics.track();
                let value = pixel.and_then(|(x, y)| viewer.value_at(x, y)).map(in_words);
                let pixel = pixel.map(|(x, y)| format!("{x}, {y}"));
                for (selector, text) in [(".readout-zoom", zoom), (".readout-pixel", pixel), (".readout-value", value)]
                {
                    write(&place, selector, text.as_deref().unwrap_or("–"));
                }
            }));
        }),
    )
}

/// A gray pixel is one number, also where it came as a jpeg's three.
fn in_words(value: PixelValue) -> String {
    let [red, green, blue] = match value {
        PixelValue::Gray16(gray) => [gray; 3],
        PixelValue::Rgb16(colour) => colour,
        PixelValue::Rgb8(colour) => colour.map(u16::from),
    };
    if red == green && green == blue { red.to_string() } else { format!("R {red} G {green} B {blue}") }
}
