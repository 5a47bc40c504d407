//! What is said about the contrast.

use leptos::prelude::*;

use crate::viewer::image::{Contrast, DisplayRange, RangeLimits};
use crate::viewer::use_viewer;

/// Which values are black and white, where not each has its own gray, and one press from there to the full range and
/// back. Nothing of a jpeg picture, which is shown as it is.
#[component]
pub fn ContrastNote() -> impl IntoView {
    let viewer = use_viewer();
    let (contrast, measured, statistics) = (viewer.contrast(), viewer.limits(), viewer.statistics());
    let full_range = Memo::new(move |_| {
        let bits = statistics.with(|statistics| statistics.bit_depth)?;
        Some(RangeLimits { min: 0, max: u16::MAX >> 16_u16.saturating_sub(bits).min(15) })
    });
    let limits = Memo::new(move |_| {
        measured.get().map(|measured| match contrast.get().range {
            DisplayRange::Auto => measured,
            DisplayRange::Manual(limits) => limits,
        })
    });
    let is_full = Memo::new(move |_| {
        let has_gamma = (contrast.get().gamma - 1.0).abs() > f32::EPSILON;
        limits.get() == full_range.get() && !has_gamma
    });
    let words = Memo::new(move |_| match (limits.get(), full_range.get()) {
        (Some(_), Some(full)) if is_full.get() => format!("full range, 0 to {}", full.max),
        (Some(limits), Some(full)) => {
            let gamma = contrast.get().gamma;
            let has_gamma = (gamma - 1.0).abs() > f32::EPSILON;
            let curve = if has_gamma { format!(", gamma {:.1}", f64::from(gamma)) } else { String::new() };
            format!("stretched, {} to {} of {}{curve}", limits.min, limits.max, full.max)
        }
        _ => String::new(),
    });
    let toggle = move |_| {
        let range = match full_range.get_untracked() {
            Some(full) if !is_full.get_untracked() => DisplayRange::Manual(full),
            _ => DisplayRange::Auto,
        };
        contrast.set(Contrast { range, ..Contrast::default() });
    };
    let button = move || if is_full.get() { "Stretch" } else { "Full range" };
    view! {
        <p class="view-note contrast-note" hidden=move || words.with(String::is_empty)>
            <span>"Contrast"</span>
            <span class="view-note-words contrast-words" prop:textContent=words></span>
            <button type="button" class="link" prop:textContent=button on:click=toggle></button>
        </p>
    }
}
