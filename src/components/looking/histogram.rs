//! The histogram, and the contrast that is chosen in it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::Sight;
use crate::samples::{Contrast, Histogram, Limits, Window};
use crate::viewer::Viewer;

/// How wide the plot is in its own units, 16 to a bin: fine enough for the ends of the window.
const PLOT_WIDTH: u32 = 16 * Histogram::BINS as u32;

/// The gammas that are offered, in tenths.
const MIN_GAMMA_TENTHS: u16 = 2;
const MAX_GAMMA_TENTHS: u16 = 40;

/// How often values occur, while that is wanted: watching it costs the viewer a little.
#[component]
pub fn HistogramPanel(sight: Sight) -> impl IntoView {
    move || sight.histogram.get().then(|| panel(Tuning::new(Viewer::expect())))
}

/// What is plotted and set.
#[derive(Clone, Copy)]
struct Tuning {
    histogram: ReadSignal<Option<Histogram>>,
    contrast: RwSignal<Contrast>,
    measured: ReadSignal<Option<Limits>>,
}

/// An end of the window.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Black,
    White,
}

impl Tuning {
    fn new(viewer: Viewer) -> Self {
        Self { histogram: viewer.histogram(), contrast: viewer.contrast(), measured: viewer.limits() }
    }

    /// The largest value that there can be.
    fn top(self) -> u16 {
        self.histogram.with(|histogram| histogram.as_ref().map_or(u16::MAX, |histogram| histogram.top.max(1)))
    }

    /// The values that are black and white; `None` where there is nothing to set, as in a jpeg.
    fn limits(self) -> Option<Limits> {
        self.measured.get().map(|measured| match self.contrast.get().window {
            Window::Auto => measured,
            Window::Manual(limits) => limits,
        })
    }

    fn limit(self, end: End) -> Option<u16> {
        self.limits().map(|limits| match end {
            End::Black => limits.min,
            End::White => limits.max,
        })
    }

    fn is_auto(self) -> bool {
        self.contrast.get().window == Window::Auto
    }

    /// Moves an end as far as the other one lets it.
    fn move_end(self, end: End, to: u16) {
        if let Some(Limits { min, max }) = untrack(|| self.limits()) {
            let limits = match end {
                End::Black => Limits { min: to.min(max.saturating_sub(1)), max },
                End::White => Limits { min, max: to.max(min.saturating_add(1)) },
            };
            self.set_window(Window::Manual(limits));
        }
    }

    /// From automatic to what is shown now, and back.
    fn toggle_auto(self) {
        match untrack(|| self.is_auto().then(|| self.limits())) {
            Some(Some(limits)) => self.set_window(Window::Manual(limits)),
            Some(None) => {}
            None => self.set_window(Window::Auto),
        }
    }

    fn set_window(self, window: Window) {
        self.contrast.update(|contrast| contrast.window = window);
    }

    fn gamma_tenths(self) -> u16 {
        // Gammas are above 0 and small.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenths = (self.contrast.get().gamma * 10.0 + 0.5) as u16;
        tenths
    }
}

fn panel(tuning: Tuning) -> impl IntoView {
    let fixed = move || tuning.measured.with(Option::is_none);
    let counts = move || tuning.histogram.with(|histogram| histogram.as_ref().map(Histogram::outline));
    let cut = move || tuning.limits().map(|limits| cut(limits, tuning.top()));
    let gamma = move || {
        let tenths = tuning.gamma_tenths();
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    view! {
        <section class="histogram" aria-label="Histogram and contrast">
            <div class="histogram-plot">
                <svg viewBox=format!("0 0 {PLOT_WIDTH} 100") preserveAspectRatio="none" aria-hidden="true">
                    <path class="histogram-counts" d=counts/>
                    <path class="histogram-cut" d=cut/>
                </svg>
                {limit(tuning, End::White)}
                {limit(tuning, End::Black)}
            </div>
            <p class="histogram-fixed" hidden=move || !fixed()>"Contrast is for binary frames: it has no effect on JPEG."</p>
            <div class="histogram-settings" hidden=fixed>
                <dl class="readout">
                    <div><dt>"Black"</dt><dd>{move || tuning.limit(End::Black)}</dd></div>
                    <div><dt>"White"</dt><dd>{move || tuning.limit(End::White)}</dd></div>
                </dl>
                <label class="histogram-gamma">
                    "Gamma"
                    <input
                        type="range"
                        min=MIN_GAMMA_TENTHS
                        max=MAX_GAMMA_TENTHS
                        prop:value=move || tuning.gamma_tenths().to_string()
                        aria-valuetext=gamma
                        on:input=move |event| {
                            if let Some((_, tenths)) = number(&event) {
                                tuning.contrast.update(|contrast| contrast.gamma = f32::from(tenths) / 10.0);
                            }
                        }
                    />
                    <span>{gamma}</span>
                </label>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || tuning.is_auto().to_string()
                    title="Sets black and white by the picture, again and again"
                    on:click=move |_| tuning.toggle_auto()
                >
                    "Auto"
                </button>
            </div>
        </section>
    }
}

/// An end of the window, to be dragged over its half of the plot.
fn limit(tuning: Tuning, end: End) -> impl IntoView {
    let (name, class) = match end {
        End::Black => ("Black", "histogram-limit histogram-black"),
        End::White => ("White", "histogram-limit histogram-white"),
    };
    view! {
        <input
            type="range"
            class=class
            aria-label=name
            hidden=move || tuning.limit(end).is_none()
            min="0"
            max=move || tuning.top()
            prop:value=move || {
                // The browser keeps a value within the range, so the range comes first.
                tuning.top();
                tuning.limit(end).map(|limit| limit.to_string())
            }
            on:input=move |event| {
                if let Some((input, to)) = number(&event) {
                    tuning.move_end(end, to);
                    // Where the other end stopped it, the handle must not go on.
                    if let Some(limit) = untrack(|| tuning.limit(end)) {
                        input.set_value(&limit.to_string());
                    }
                }
            }
        />
    }
}

/// What an input that changed holds now.
fn number(event: &Event) -> Option<(HtmlInputElement, u16)> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let number = input.value().parse().ok()?;
    Some((input, number))
}

/// What is cut off at either end of the plot.
fn cut(limits: Limits, top: u16) -> String {
    let at = |value: u16| u32::from(value.min(top)) * PLOT_WIDTH / u32::from(top);
    format!("M0 0H{}V100H0zM{} 0H{PLOT_WIDTH}V100H{1}z", at(limits.min), at(limits.max))
}
