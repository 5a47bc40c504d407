//! The scale bar.

use leptos::prelude::*;

use super::use_viewer_controls;
use crate::viewer::geometry;
use crate::viewer::use_viewer;

/// The longest it gets, in CSS pixels, and as a part of the stage's width.
const MAX_LENGTH_PX: f64 = 160.0;
const MAX_PART: f64 = 0.35;

/// A round length in the specimen, while the camera says how large its pixels are.
#[component]
pub fn ScaleBar() -> impl IntoView {
    let statistics = use_viewer().statistics();
    let state = use_viewer_controls().state;
    // A pixel of the picture, in the specimen.
    let pixel_um = Memo::new(move |_| {
        statistics.with(|statistics| {
            let camera_pixels = f64::from(statistics.subsampling_factor.unwrap_or(1));
            statistics.pixel_size_um.map(|pixel_um| pixel_um * camera_pixels)
        })
    });
    let bar = Memo::new(move |_| {
        let room_px = MAX_LENGTH_PX.min(MAX_PART * state.stage_width_px()?);
        geometry::ScaleBar::within(room_px, pixel_um.get()? / state.scale()?)
    });
    view! {
        <div class="scale-bar" hidden=move || bar.get().is_none()>
            <span class="visually-hidden">"Scale bar: "</span>
            <span
                class="scale-bar-length"
                prop:textContent=move || bar.get().map(|bar| bar.length.to_string())
            ></span>
            <span
                class="scale-bar-line"
                style:width=move || bar.get().map(|bar| format!("{:.1}px", bar.length_px))
            ></span>
        </div>
    }
}
