//! The way to darkness.

use leptos::prelude::*;

use crate::store::use_store;

/// Switches every light off. It is there while any is on, whatever panel is open.
#[component]
pub fn AllLightsOff() -> impl IntoView {
    let store = use_store();
    store.watch_lights();
    view! { <AllLightsOffButton class="button lights-off" words="All off"/> }
}

/// The button alone.
#[component]
pub fn AllLightsOffButton(
    /// The element's classes.
    class: &'static str,
    /// What stands on it.
    words: &'static str,
) -> impl IntoView {
    let store = use_store();
    let is_refused = move || !store.any_light_can_be_switched_off.get();
    let title = move || if is_refused() { "The lights can’t be reached now" } else { "Switches every light off" };
    view! {
        <Show when=move || store.any_light_on.get()>
            <button
                type="button"
                class=class
                title=title
                // Never `disabled`: a button that is loses the keyboard's focus.
                aria-disabled=move || is_refused().then_some("true")
                on:click=move |_| store.switch_all_lights_off()
            >
                {words}
            </button>
        </Show>
    }
}
