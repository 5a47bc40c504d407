//! Why the picture is black.

use leptos::prelude::*;

use super::{ViewerAction, use_viewer_controls};
use crate::components::panels::Panel;
use crate::store::use_store;
use crate::sync::Timestamp;
use crate::viewer::status::{Caption, ImageFreshness};
use crate::viewer::use_viewer;

/// How long until a picture that was not dark is looked at again. Counting its values costs a little.
const INTERVAL_MS: u64 = 3_000;

/// Says that no light is on, where that is why nothing is seen, and leads to the lights. Whether the picture is dark is looked
/// at only while all lights are off.
#[component]
pub fn NoLight(
    /// What stands over the picture.
    caption: Memo<Caption>,
) -> impl IntoView {
    let store = use_store();
    let is_live = Memo::new(move |_| caption.with(|caption| caption.picture == ImageFreshness::Live));
    let is_asked = Memo::new(move |_| is_live.get() && store.all_lights_off.get());
    view! {
        <Show when=move || is_asked.get()>
            <DarkPicture/>
        </Show>
    }
}

/// The words, while the picture is dark.
#[component]
fn DarkPicture() -> impl IntoView {
    let (now, controls) = (use_store().now, use_viewer_controls());
    let is_dark = RwSignal::new(None::<bool>);
    let looked_at = RwSignal::new(None::<Timestamp>);
    // Always while it is dark: it may be light at any moment.
    let looks = Memo::new(move |_| {
        let is_due = |at: Timestamp| now.get().ms_since(at) >= INTERVAL_MS;
        is_dark.get() != Some(false) || looked_at.get().is_none_or(is_due)
    });
    let open = move |_| controls.perform(ViewerAction::Open(Panel::Lights));
    let is_open = move || controls.panel.get() == Some(Panel::Lights);
    view! {
        <Show when=move || looks.get()>
            <DarknessMeter on_measured=move |dark: bool| {
                is_dark.set(Some(dark));
                looked_at.set(Some(now.get_untracked()));
            }/>
        </Show>
        <div class="no-light" role="status" hidden=move || is_dark.get() != Some(true)>
            <span>"No light is on"</span>
            <button
                type="button"
                class="button"
                hidden=is_open
                // It is no drag of the picture.
                on:pointerdown=|event| event.stop_propagation()
                on:dblclick=|event| event.stop_propagation()
                on:click=open
            >
                "Open lights"
            </button>
        </div>
    }
}

/// Unseen. Counts the picture's values as long as it is there.
#[component]
fn DarknessMeter(
    /// Called with each count: is the picture dark?
    #[prop(into)]
    on_measured: Callback<bool>,
) -> impl IntoView {
    let darkness = use_viewer().darkness();
    Effect::new(move || {
        if let Some(dark) = darkness.get() {
            on_measured.run(dark);
        }
    });
}
