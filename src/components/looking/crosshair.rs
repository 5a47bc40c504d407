//! The crosshair.

use leptos::prelude::*;

use super::Sight;

/// Marks the stage's middle, while it is wanted.
#[component]
pub fn Crosshair(sight: Sight) -> impl IntoView {
    view! { <div class="crosshair" aria-hidden="true" hidden=move || !sight.crosshair.get()></div> }
}
