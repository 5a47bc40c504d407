//! What was measured under the pointer.

use leptos::prelude::*;

use super::ViewerState;
use crate::components::block::{block, write};
use crate::keep::keep;
use crate::viewer::image::PixelValue;
use crate::viewer::use_viewer;

const MARKUP: &str = r#"<dl class="readout">
    <div><dt>Zoom</dt><dd class="readout-zoom"></dd></div>
    <div><dt>Pixel</dt><dd class="readout-pixel"></dd></div>
    <div><dt>Value</dt><dd class="readout-value"></dd></div>
</dl>"#;

const NONE: &str = "–";

/// How large the picture is shown, and the pixel under the pointer, or else under the crosshair: never announced.
#[component]
pub fn PointerReadout(sight: ViewerState) -> impl IntoView {
    let viewer = use_viewer();
    let statistics = viewer.statistics();
    block(
        "div",
        "pointer-readout",
        MARKUP.to_owned(),
        Box::new(move |place| {
            let pointed = move || {
                let (view, scene) = sight.scene()?;
                view.pixel_at(&scene, sight.pointed(&scene)?)
            };
            keep(Box::new(move || {
                // Frames change what is under a pointer that rests. Statistics come after them, a few times a second.
                statistics.track();
                if let Some((x, y)) = pointed() {
                    viewer.probe(x, y);
                }
            }));
            keep(Box::new(move || {
                let zoom = sight.scene().map(|(view, scene)| format!("{} %", view.percent(&scene)));
                let pixel = pointed();
                write(&place, ".readout-zoom", zoom.as_deref().unwrap_or(NONE));
                write(&place, ".readout-pixel", pixel.map(|(x, y)| format!("{x}, {y}")).as_deref().unwrap_or(NONE));
                let probed = viewer.probed().get();
                let value = probed.and_then(|probed| probed.value).map(in_words);
                // The answer to another pixel stands until this one's comes.
                if pixel.is_none() {
                    write(&place, ".readout-value", NONE);
                } else if probed.map(|probed| (probed.x, probed.y)) == pixel {
                    write(&place, ".readout-value", value.as_deref().unwrap_or(NONE));
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
