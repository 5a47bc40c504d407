//! The way to darkness.

use leptos::prelude::*;

use crate::store::use_store;

/// Switches every light off. It is there while any is on, whatever panel is open.
#[component]
pub fn AllLightsOff() -> impl IntoView {
    let store = use_store();
    store.watch_lights();
    view! {
        <Show when=move || store.any_light_on.get()>
            <button
                type="button"
                class="button lights-off"
                title="Switches every light off"
                on:click=move |_| store.switch_all_lights_off()
            >
                "All off"
            </button>
        </Show>
    }
}
