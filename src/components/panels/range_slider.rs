//! A handle in the histogram.

use leptos::prelude::*;

use super::{DisplayControls, RangeEnd};

/// A handle for the value that is black or white. It stops before the other end's.
#[component]
pub fn RangeSlider(
    /// Which of them.
    end: RangeEnd,
    /// What it sets.
    controls: DisplayControls,
) -> impl IntoView {
    let (class, label) = match end {
        RangeEnd::Black => ("histogram-limit histogram-black", "Black"),
        RangeEnd::White => ("histogram-limit histogram-white", "White"),
    };
    let value = move || controls.limits().map(|limits| end.of(limits).to_string()).unwrap_or_default();
    view! {
        <input
            type="range"
            class=class
            aria-label=label
            min="0"
            max=controls.top
            hidden=move || controls.limits().is_none()
            prop:value=move || {
                // The browser keeps a value within the range, so it is set again after the range.
                controls.top.track();
                value()
            }
            on:input:target=move |event| {
                // A range holds whole numbers only.
                if let Ok(to) = event.target().value().parse() {
                    controls.move_end(end, to);
                }
            }
        />
    }
}
