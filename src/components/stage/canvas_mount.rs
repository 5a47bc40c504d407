//! The canvas on the stage.

use leptos::html;
use leptos::prelude::*;

use super::use_viewer_controls;
use crate::components::orientation_note;
use crate::viewer::geometry::{Axes, CanvasTransform, Orientation};
use crate::viewer::status::{Caption, ImageFreshness};
use crate::viewer::use_viewer;
use crate::wire::visible;

/// Where the viewer puts its canvas: turned, zoomed and moved as a whole.
#[component]
pub fn CanvasMount(
    /// What stands over the picture; its name says whether it is live.
    caption: Memo<Caption>,
) -> impl IntoView {
    let viewer = use_viewer();
    let state = use_viewer_controls().state;
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            viewer.mount(&place);
        }
    });
    let statistics = viewer.statistics();
    let detector = Memo::new(move |_| statistics.with(|statistics| statistics.detector.clone()));
    let label = move || {
        let picture = match caption.with(|caption| caption.picture) {
            ImageFreshness::Absent => return "No picture".to_owned(),
            ImageFreshness::Live => "Live picture",
            ImageFreshness::Past => "Last picture",
        };
        let mut label = picture.to_owned();
        if let Some(detector) = detector.get() {
            label = label + " from " + &visible(&detector);
        }
        let turned = orientation_note::in_words(state.orientation());
        if turned.is_empty() { label } else { label + ", " + &turned }
    };
    // Beside its sides exchanged, it has the stage's middle.
    let side = move |of: fn((f64, f64)) -> f64| state.sideways_px().map(|sides| format!("{:.3}px", of(sides)));
    view! {
        <div
            class="live-view-picture"
            role="img"
            aria-label=label
            style:transform=move || state.transform().map(css_transform)
        >
            <div
                class="live-view-turned"
                style:width=move || side(|(width, _)| width)
                style:height=move || side(|(_, height)| height)
                style:transform=move || turned(state.orientation())
                node_ref=place
            ></div>
        </div>
    }
}

/// `None` where it lies as it came.
fn turned(orientation: Orientation) -> Option<String> {
    let Axes { a, b, c, d } = orientation.axes();
    (orientation != Orientation::default()).then(|| format!("matrix({a}, {b}, {c}, {d}, 0, 0)"))
}

fn css_transform(CanvasTransform { magnification, right_px, down_px }: CanvasTransform) -> String {
    format!("translate({right_px:.3}px, {down_px:.3}px) scale({magnification:.6})")
}
