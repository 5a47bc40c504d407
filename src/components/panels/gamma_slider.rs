//! The gamma.

use leptos::prelude::*;

use super::DisplayControls;

/// The gammas that are offered, in tenths.
const MIN_TENTHS: u16 = 2;
const MAX_TENTHS: u16 = 40;

/// Sets how bright the middle is.
#[component]
pub fn GammaSlider(
    /// What it sets.
    controls: DisplayControls,
) -> impl IntoView {
    let gamma = move || format!("{:.1}", f64::from(controls.gamma_tenths()) / 10.0);
    view! {
        <label class="histogram-gamma">
            "Gamma"
            <input
                type="range"
                aria-label="Gamma"
                min=MIN_TENTHS
                max=MAX_TENTHS
                aria-valuetext=gamma
                prop:value=move || controls.gamma_tenths().to_string()
                on:input:target=move |event| {
                    // A range holds whole numbers only.
                    if let Ok(tenths) = event.target().value().parse() {
                        controls.set_gamma_tenths(tenths);
                    }
                }
            />
            <span prop:textContent=gamma></span>
        </label>
    }
}
