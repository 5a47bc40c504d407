//! The crosshair.

use leptos::prelude::*;

use super::ViewerState;
use crate::components::block::{block, show};
use crate::keep::keep;

/// Marks the stage's middle, while it is wanted.
#[component]
pub fn Crosshair(sight: ViewerState) -> impl IntoView {
    block(
        "div",
        "crosshair",
        String::new(),
        Box::new(move |crosshair| {
            keep(Box::new(move || show(&crosshair, sight.crosshair.get())));
        }),
    )
}
