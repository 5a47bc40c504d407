//! The stage: the black area where the picture lies.

use leptos::prelude::*;

use super::keyboard::handle_key;
use super::pointers::Pointers;
use super::{Crosshair, ScaleBar, ViewerAction, use_viewer_controls};

/// From this zoom on, pixels are shown as squares.
const LARGE_PIXELS_PERCENT: u32 = 200;

/// Where the keys are told, for those who can't see the buttons' tips.
const KEYS: &str =
    "The arrow keys move the picture, and each button below has a key. The question mark opens the list.";

/// The stage, where wheel, pointers and keys zoom and move the picture.
#[component]
pub fn Stage(
    /// The picture, and what lies over it under crosshair and scale bar.
    children: Children,
) -> impl IntoView {
    let controls = use_viewer_controls();
    let state = controls.state;
    let pointers = Pointers::new(state);
    pointers.follow_gestures();
    let has_large_pixels = move || state.zoom_percent().is_some_and(|percent| percent >= LARGE_PIXELS_PERCENT);
    view! {
        <div
            class="live-view-stage"
            node_ref=state.stage
            tabindex="0"
            role="application"
            aria-label="Stage"
            aria-describedby="live-view-keys"
            data-view=move || if state.fits() { "fit" } else { "free" }
            data-pixels=move || has_large_pixels().then_some("large")
            on:wheel=move |event| pointers.wheel(&event)
            on:pointerdown=move |event| pointers.down(&event)
            on:pointermove=move |event| pointers.moved(&event)
            on:pointerup=move |event| pointers.up(&event)
            on:pointercancel=move |event| pointers.up(&event)
            on:lostpointercapture=move |event| pointers.up(&event)
            on:pointerleave=move |event| pointers.left(&event)
            on:dblclick=move |_| controls.perform(ViewerAction::Fit)
            on:keydown=move |event| handle_key(controls, &event)
        >
            {children()}
            <Crosshair/>
            <ScaleBar/>
            <p id="live-view-keys" hidden>
                {KEYS}
            </p>
        </div>
    }
}
