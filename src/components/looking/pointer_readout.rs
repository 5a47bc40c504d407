//! What was measured under the pointer.

use leptos::prelude::*;

use super::Sight;
use crate::samples::PixelValue;
use crate::viewer::Viewer;

/// How large the picture is shown, and the pixel under the pointer, or else under the crosshair: never announced.
#[component]
pub fn PointerReadout(sight: Sight) -> impl IntoView {
    let viewer = Viewer::expect();
    let statistics = viewer.statistics();
    let zoom = move || sight.scene().map(|(view, scene)| format!("{} %", view.percent(&scene)));
    let pixel = move || {
        let (view, scene) = sight.scene()?;
        view.pixel_at(&scene, sight.pointed(&scene)?)
    };
    let place = move || pixel().map(|(x, y)| format!("{x}, {y}"));
    let value = move || {
        // Frames change what is under a pointer that rests. Statistics come after them, a few times a second.
        statistics.track();
        let (x, y) = pixel()?;
        viewer.value_at(x, y).map(in_words)
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    view! {
        <dl class="readout pointer-readout">
            <div><dt>"Zoom"</dt><dd>{move || or_dash(zoom())}</dd></div>
            <div><dt>"Pixel"</dt><dd>{move || or_dash(place())}</dd></div>
            <div><dt>"Value"</dt><dd>{move || or_dash(value())}</dd></div>
        </dl>
    }
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
