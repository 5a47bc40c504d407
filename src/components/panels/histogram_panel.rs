//! The histogram, and the contrast that is chosen in it.

use leptos::prelude::*;

use super::{DisplayControls, GammaSlider, RangeEnd, RangeSlider};
use crate::components::clipping_note::{counted, saturated_from};
use crate::control::camera::Format;
use crate::viewer::image::{CountScale, Histogram, RangeLimits};
use crate::viewer::use_viewer;
use crate::viewer::worker::CanvasReads;

/// How wide the plot is in its own units, 16 to a bin: fine enough for black and white.
const PLOT_WIDTH: u32 = 16 * Histogram::BINS as u32;

/// The plot with its handles, the settings beside it, and what is said where there is nothing to set.
#[component]
pub fn HistogramPanel() -> impl IntoView {
    let viewer = use_viewer();
    let controls = DisplayControls::new(viewer);
    let can_be_set = move || controls.limits().is_some();
    let statistics = viewer.statistics();
    let shows_jpeg = Memo::new(move |_| statistics.with(|it| it.size.is_some() && it.format() == Format::Jpeg));
    let has_picture = Memo::new(move |_| statistics.with(|it| it.size.is_some()));
    let is_logarithmic = RwSignal::new(false);
    let scale = move || if is_logarithmic.get() { CountScale::Logarithmic } else { CountScale::Root };
    let outline =
        move || controls.histogram.with(|histogram| histogram.as_ref().map(|histogram| histogram.outline(scale())));
    let full_scale =
        move || controls.histogram.with(|histogram| histogram.as_ref().map(|histogram| histogram.top.to_string()));
    let cut_off = move || controls.limits().map(|limits| cut_off(limits, controls.top.get()));
    let black = move || controls.limits().map(|limits| limits.min.to_string()).unwrap_or_default();
    let clipping = viewer.clipping();
    let black_share = move || clipping.get().map(|it| it.black.to_string()).unwrap_or_default();
    let white = move || controls.limits().map(|limits| limits.max.to_string()).unwrap_or_default();
    view! {
        <div class="panel histogram" role="group" aria-label="Histogram and contrast">
            <div class="histogram-plot">
                <svg viewBox=format!("0 0 {PLOT_WIDTH} 100") preserveAspectRatio="none" aria-hidden="true">
                    <path class="histogram-counts" d=outline/>
                    <path class="histogram-cut" d=cut_off/>
                </svg>
                <RangeSlider end=RangeEnd::White controls/>
                <RangeSlider end=RangeEnd::Black controls/>
            </div>
            <div class="histogram-ends">
                <span>"0"</span>
                <button
                    type="button"
                    class="link"
                    title="Shows single samples beside many thousands"
                    aria-pressed=move || is_logarithmic.get().to_string()
                    on:click=move |_| is_logarithmic.update(|it| *it = !*it)
                >
                    "Logarithmic"
                </button>
                <span title="How far values go, as far as was seen" prop:textContent=full_scale></span>
            </div>
            <dl
                class="readout histogram-clipping"
                hidden=move || clipping.get().is_none()
                title=move || counted(shows_jpeg.get())
            >
                <div>
                    <dt>"Saturated"</dt>
                    <dd class="histogram-saturated" prop:textContent=move || saturated_from(clipping.get())></dd>
                </div>
                <div><dt>"At zero"</dt><dd class="histogram-zero" prop:textContent=black_share></dd></div>
            </dl>
            <p class="histogram-empty" hidden=has_picture>
                "There is no picture whose values could be counted. Press Play, and they are counted here."
            </p>
            <p class="histogram-fixed" hidden=move || can_be_set() || !shows_jpeg.get()>
                "Contrast is for binary frames: it has no effect on JPEG."
            </p>
            <p
                class="histogram-fixed"
                hidden=move || can_be_set() || viewer.canvas_reads().get() == CanvasReads::Truly
            >
                "This browser falsifies what is read from a picture: JPEG frames have neither a histogram nor values.
                Binary frames have both."
            </p>
            <div class="histogram-settings" hidden=move || !can_be_set()>
                <dl class="readout">
                    <div><dt>"Black"</dt><dd class="histogram-min" prop:textContent=black></dd></div>
                    <div><dt>"White"</dt><dd class="histogram-max" prop:textContent=white></dd></div>
                </dl>
                <GammaSlider controls/>
                <button
                    type="button"
                    class="button"
                    title="Sets black and white by the picture, again and again"
                    aria-pressed=move || controls.is_auto().to_string()
                    on:click=move |_| controls.toggle_auto()
                >
                    "Auto"
                </button>
            </div>
        </div>
    }
}

/// What is cut off at either end of the plot, as an SVG path.
fn cut_off(limits: RangeLimits, top: u16) -> String {
    let at = |value: u16| u32::from(value.min(top)) * PLOT_WIDTH / u32::from(top);
    let (black, white) = (at(limits.min), at(limits.max));
    format!("M0 0H{black}V100H0zM{white} 0H{PLOT_WIDTH}V100H{white}z")
}
