//! The panel that is open.

use leptos::prelude::*;

use super::{CameraPanel, HistogramPanel, NumbersPanel, Panel, SnapPanel};
use crate::components::stage::use_viewer_controls;

/// The one panel that is open. It is made when it is opened, and costs nothing while it is closed.
#[component]
pub fn OpenPanel() -> impl IntoView {
    let open = use_viewer_controls().panel;
    move || {
        open.get().map(|panel| match panel {
            Panel::Camera => view! { <CameraPanel/> }.into_any(),
            Panel::Histogram => view! { <HistogramPanel/> }.into_any(),
            Panel::Numbers => view! { <NumbersPanel/> }.into_any(),
            Panel::Snap => view! { <SnapPanel/> }.into_any(),
        })
    }
}
