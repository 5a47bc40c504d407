//! The way to darkness.

use leptos::prelude::*;

use crate::store::use_store;

/// Switches every light off. It is there while any is on, whatever panel is open.
#[component]
pub fn AllLightsOff() -> impl IntoView {
    let lights = use_store().lights;
    view! {
        <Show when=move || lights.any_on.get()>
            <button
                type="button"
                class="button lights-off"
                title="Switches every light off"
                on:click=move |_| lights.switch_all_off()
            >
                "All off"
            </button>
        </Show>
    }
}
