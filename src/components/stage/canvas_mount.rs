//! The canvas on the stage.

use leptos::html;
use leptos::prelude::*;

use super::use_viewer_controls;
use crate::viewer::geometry::CanvasTransform;
use crate::viewer::status::{Caption, ImageFreshness};
use crate::viewer::use_viewer;
use crate::wire::visible;

/// Where the viewer puts its canvas, zoomed and moved as a whole.
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
        match detector.get() {
            Some(detector) => format!("{picture} from {}", visible(&detector)),
            None => picture.to_owned(),
        }
    };
    view! {
        <div
            class="live-view-picture"
            role="img"
            aria-label=label
            style:transform=move || state.transform().map(css_transform)
            node_ref=place
        ></div>
    }
}

fn css_transform(CanvasTransform { magnification, right_px, down_px }: CanvasTransform) -> String {
    format!("translate({right_px:.3}px, {down_px:.3}px) scale({magnification:.6})")
}
