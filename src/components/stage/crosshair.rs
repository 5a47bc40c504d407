//! The crosshair.

use leptos::prelude::*;

use super::use_viewer_controls;

/// Marks the stage's middle, while it is wanted.
#[component]
pub fn Crosshair() -> impl IntoView {
    let shown = use_viewer_controls().state.crosshair;
    view! { <div class="crosshair" hidden=move || !shown.get()></div> }
}
