//! The scale bar.

use leptos::prelude::*;

use super::ViewerState;
use crate::components::block::{block, find, set, show, write};
use crate::keep::keep;
use crate::viewer::geometry;
use crate::viewer::use_viewer;

const MARKUP: &str = r#"<span class="visually-hidden">Scale bar: </span><span class="scale-bar-length"></span>
    <span class="scale-bar-line"></span>"#;

/// The longest it gets, in CSS pixels, and as a part of the stage's width.
const MAX_LENGTH_PX: f64 = 160.0;
const MAX_PART: f64 = 0.35;

/// A round length in the specimen, while the camera says how large its pixels are.
#[component]
pub fn ScaleBar(sight: ViewerState) -> impl IntoView {
    let statistics = use_viewer().statistics();
    let bar = move || {
        let pixel_um = statistics.with(|statistics| {
            let rows = f64::from(statistics.subsampling_factor.unwrap_or(1));
            statistics.pixel_size_um.map(|pixel_um| pixel_um * rows)
        });
        let (view, scene) = sight.scene()?;
        let room_px = MAX_LENGTH_PX.min(MAX_PART * scene.width_px);
        geometry::ScaleBar::within(room_px, pixel_um? / view.scale(&scene))
    };
    block(
        "div",
        "scale-bar",
        MARKUP.to_owned(),
        Box::new(move |place| {
            keep(Box::new(move || {
                let bar = bar();
                show(&place, bar.is_some());
                if let (Some(bar), Some(line)) = (bar, find(&place, ".scale-bar-line")) {
                    write(&place, ".scale-bar-length", &bar.length.to_string());
                    // In whole tenths, because the page has no other use for writing floats.
                    #[allow(clippy::cast_possible_truncation)]
                    let tenths_px = (bar.length_px * 10.0 + 0.5) as i64;
                    set(&line, "style", Some(&format!("width:calc({tenths_px}px/10)")));
                }
            }));
        }),
    )
}
