//! The scale bar.

use leptos::prelude::*;

use super::use_viewer_controls;
use crate::viewer::geometry::{self, PixelSize};
use crate::viewer::use_viewer;

/// The longest it gets, in CSS pixels, and as a part of the stage's width.
const MAX_LENGTH_PX: f64 = 160.0;
const MAX_PART: f64 = 0.35;

/// What stands in the bar's place where there is none.
const UNKNOWN: &str = "Pixel size unknown";

/// A round length in the specimen, as far as it is known how large a pixel of the picture is.
#[component]
pub fn ScaleBar() -> impl IntoView {
    let statistics = use_viewer().statistics();
    let controls = use_viewer_controls();
    let state = controls.state;
    let pixel_size = Memo::new(move |_| {
        PixelSize::of(statistics.with(|statistics| statistics.pixel_size_um), controls.subsampling.get())
    });
    let bar = Memo::new(move |_| {
        let room_px = MAX_LENGTH_PX.min(MAX_PART * state.stage_width_px()?);
        geometry::ScaleBar::within(room_px, pixel_size.get().um()? / state.scale()?)
    });
    let is_unknown = move || state.has_picture() && matches!(pixel_size.get(), PixelSize::Unknown(_));
    let advice = move || pixel_size.get().advice();
    let words = move || match bar.get() {
        Some(bar) => bar.length.to_string(),
        None => UNKNOWN.to_owned(),
    };
    view! {
        <div class="scale-bar" hidden=move || bar.get().is_none() && !is_unknown() title=advice>
            <span class="visually-hidden" hidden=is_unknown>
                "Scale bar: "
            </span>
            <span class="scale-bar-length" prop:textContent=words></span>
            <span
                class="scale-bar-line"
                hidden=is_unknown
                style:width=move || bar.get().map(|bar| format!("{:.1}px", bar.length_px))
            ></span>
            <span class="visually-hidden" prop:textContent=advice></span>
        </div>
    }
}
