//! Frames a second over the last minute.

use leptos::prelude::*;

use crate::viewer::status::MinuteReport;

/// What came as a line over what was painted as an area. Those who don't see it are told its least and most.
#[component]
pub fn RatePlot(
    /// The minute that is plotted.
    report: Memo<MinuteReport>,
) -> impl IntoView {
    let top = move || format!("{} fps", report.with(MinuteReport::top));
    view! {
        <div class="numbers-plot">
            <p class="numbers-top" aria-hidden="true" prop:textContent=top></p>
            <svg
                viewBox=format!("0 0 {} 100", MinuteReport::PLOT_WIDTH)
                preserveAspectRatio="none"
                role="img"
                aria-label=move || report.with(MinuteReport::in_words)
            >
                <path class="numbers-painted" d=move || report.with(MinuteReport::painted_outline)/>
                <path class="numbers-received" d=move || report.with(MinuteReport::received_outline)/>
            </svg>
            <p class="numbers-times" aria-hidden="true">
                <span>"1 min ago"</span>
                <span>"now"</span>
            </p>
        </div>
    }
}
