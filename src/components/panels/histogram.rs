//! The histogram, and the contrast that is chosen in it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::components::block::{find, set, show, write};
use crate::keep::keep;
use crate::listener::Listener;
use crate::viewer::Viewer;
use crate::viewer::image::{Contrast, DisplayRange, Histogram, RangeLimits};

/// How wide the plot is in its own units, 16 to a bin: fine enough for the ends of the window.
const PLOT_WIDTH: u32 = 16 * Histogram::BINS as u32;

/// The gammas that are offered, in tenths.
const MIN_GAMMA_TENTHS: u16 = 2;
const MAX_GAMMA_TENTHS: u16 = 40;

/// What is plotted and set.
#[derive(Clone, Copy)]
struct Tuning {
    histogram: ReadSignal<Option<Histogram>>,
    contrast: RwSignal<Contrast>,
    measured: ReadSignal<Option<RangeLimits>>,
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
    fn limits(self) -> Option<RangeLimits> {
        self.measured.get().map(|measured| match self.contrast.get().window {
            DisplayRange::Auto => measured,
            DisplayRange::Manual(limits) => limits,
        })
    }

    fn is_auto(self) -> bool {
        self.contrast.get().window == DisplayRange::Auto
    }

    /// Moves an end as far as the other one lets it.
    fn move_end(self, end: End, to: u16) {
        if let Some(RangeLimits { min, max }) = untrack(|| self.limits()) {
            let limits = match end {
                End::Black => RangeLimits { min: to.min(max.saturating_sub(1)), max },
                End::White => RangeLimits { min, max: to.max(min.saturating_add(1)) },
            };
            self.set_window(DisplayRange::Manual(limits));
        }
    }

    /// From automatic to what is shown now, and back.
    fn toggle_auto(self) {
        match untrack(|| self.is_auto().then(|| self.limits())) {
            Some(Some(limits)) => self.set_window(DisplayRange::Manual(limits)),
            Some(None) => {}
            None => self.set_window(DisplayRange::Auto),
        }
    }

    fn set_window(self, window: DisplayRange) {
        self.contrast.update(|contrast| contrast.window = window);
    }

    fn gamma_tenths(self) -> u16 {
        // Gammas are above 0 and small.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenths = (self.contrast.get().gamma * 10.0 + 0.5) as u16;
        tenths
    }
}

/// The plot with its handles, the settings beside it, and what is said where there is nothing to set.
pub(super) fn markup() -> String {
    format!(
        r#"<div class="histogram-plot">
            <svg viewBox="0 0 {PLOT_WIDTH} 100" preserveAspectRatio="none" aria-hidden="true">
                <path class="histogram-counts"/><path class="histogram-cut"/>
            </svg>
            <input type="range" class="histogram-limit histogram-white" aria-label="White" min="0" hidden>
            <input type="range" class="histogram-limit histogram-black" aria-label="Black" min="0" hidden>
        </div>
        <p class="histogram-fixed" hidden>Contrast is for binary frames: it has no effect on JPEG.</p>
        <div class="histogram-settings" hidden>
            <dl class="readout">
                <div><dt>Black</dt><dd class="histogram-min"></dd></div>
                <div><dt>White</dt><dd class="histogram-max"></dd></div>
            </dl>
            <label class="histogram-gamma">Gamma
                <input type="range" aria-label="Gamma" min="{MIN_GAMMA_TENTHS}" max="{MAX_GAMMA_TENTHS}"><span></span>
            </label>
            <button type="button" class="button" title="Sets black and white by the picture, again and again">Auto</button>
        </div>"#
    )
}

/// Lets handles and button act, and keeps all of it right while the panel is open: counting costs the viewer a little.
pub(super) fn follow(panel: Element, viewer: Viewer) {
    let tuning = Tuning::new(viewer);
    let listener = Listener::new(&panel, &["input", "click"], move |event| act(&event, tuning));
    StoredValue::new_local(listener);
    keep(Box::new(move || {
        let (limits, top) = (tuning.limits(), tuning.top());
        if let Some(counts) = find(&panel, ".histogram-counts") {
            let outline = tuning.histogram.with(|histogram| histogram.as_ref().map(Histogram::outline));
            set(&counts, "d", outline.as_deref());
        }
        if let Some(part) = find(&panel, ".histogram-cut") {
            set(&part, "d", limits.map(|limits| cut(limits, top)).as_deref());
        }
        for (selector, shown) in [(".histogram-fixed", limits.is_none()), (".histogram-settings", limits.is_some())] {
            if let Some(part) = find(&panel, selector) {
                show(&part, shown);
            }
        }
        let ends = limits.map(|limits| (limits.min, limits.max));
        for (handle, number, at) in [
            (".histogram-black", ".histogram-min", ends.map(|ends| ends.0)),
            (".histogram-white", ".histogram-max", ends.map(|ends| ends.1)),
        ] {
            let at_text = at.map(|at| at.to_string()).unwrap_or_default();
            write(&panel, number, &at_text);
            if let Some(handle) = find(&panel, handle) {
                show(&handle, at.is_some());
                // The browser keeps a value within the range, so the range comes first.
                set(&handle, "max", Some(&top.to_string()));
                handle.unchecked_into::<HtmlInputElement>().set_value(&at_text);
            }
        }
        let tenths = tuning.gamma_tenths();
        let gamma = format!("{}.{}", tenths / 10, tenths % 10);
        write(&panel, ".histogram-gamma span", &gamma);
        if let Some(input) = find(&panel, ".histogram-gamma input") {
            set(&input, "aria-valuetext", Some(&gamma));
            input.unchecked_into::<HtmlInputElement>().set_value(&tenths.to_string());
        }
        if let Some(auto) = find(&panel, "button") {
            set(&auto, "aria-pressed", Some(if tuning.is_auto() { "true" } else { "false" }));
        }
    }));
}

/// A handle was moved, or the button clicked.
fn act(event: &Event, tuning: Tuning) {
    let Some(target) = event.target() else {
        return;
    };
    let Some(input) = target.dyn_ref::<HtmlInputElement>() else {
        if target.dyn_ref::<Element>().is_some_and(|element| element.tag_name() == "BUTTON") {
            tuning.toggle_auto();
        }
        return;
    };
    // A click on a handle has moved it already. A range holds whole numbers only.
    let Some(to) = (event.type_() == "input").then(|| input.value().parse().ok()).flatten() else {
        return;
    };
    match input.get_attribute("aria-label").as_deref() {
        Some("Black") => tuning.move_end(End::Black, to),
        Some("White") => tuning.move_end(End::White, to),
        _ => tuning.contrast.update(|contrast| contrast.gamma = f32::from(to) / 10.0),
    }
}

/// What is cut off at either end of the plot.
fn cut(limits: RangeLimits, top: u16) -> String {
    let at = |value: u16| u32::from(value.min(top)) * PLOT_WIDTH / u32::from(top);
    format!("M0 0H{}V100H0zM{} 0H{PLOT_WIDTH}V100H{1}z", at(limits.min), at(limits.max))
}
