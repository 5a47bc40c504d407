//! The scale bar.

use leptos::prelude::*;

use super::Sight;
use crate::picture;
use crate::viewer::Viewer;

/// The longest it gets, in CSS pixels, and as a part of the stage's width.
const MAX_LENGTH_PX: f64 = 160.0;
const MAX_PART: f64 = 0.35;

/// A round length in the specimen, while the camera says how large its pixels are.
#[component]
pub fn ScaleBar(sight: Sight) -> impl IntoView {
    let statistics = Viewer::expect().statistics();
    let pixel_um = Memo::new(move |_| {
        statistics.with(|statistics| {
            let rows = f64::from(statistics.subsampling_factor.unwrap_or(1));
            statistics.pixel_size_um.map(|pixel_um| pixel_um * rows)
        })
    });
    let bar = move || {
        let (view, scene) = sight.scene()?;
        let room_px = MAX_LENGTH_PX.min(MAX_PART * scene.width_px);
        picture::ScaleBar::within(room_px, pixel_um.get()? / view.scale(&scene))
    };
    let width = move || {
        // In whole tenths, because the page has no other use for writing floats.
        #[allow(clippy::cast_possible_truncation)]
        let tenths_px = bar().map_or(0, |bar| (bar.length_px * 10.0 + 0.5) as i64);
        format!("width:calc({tenths_px}px/10)")
    };
    view! {
        <p class="scale-bar" hidden=move || bar().is_none()>
            <span class="visually-hidden">"Scale bar: "</span>
            {move || bar().map(|bar| bar.length.to_string())}
            <span class="scale-bar-line" style=width></span>
        </p>
    }
}
