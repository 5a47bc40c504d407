//! The panel that is open.

use leptos::prelude::*;

use super::{CameraPanel, HistogramPanel, NumbersPanel, Panel, SnapPanel};

/// The one panel that is open. It is made when it is opened, and costs nothing while it is closed.
#[component]
pub fn OpenPanel(
    /// Which one that is; `None` while all are closed.
    open: ReadSignal<Option<Panel>>,
) -> impl IntoView {
    move || {
        open.get().map(|panel| match panel {
            Panel::Camera => view! { <CameraPanel/> }.into_any(),
            Panel::Histogram => view! { <HistogramPanel/> }.into_any(),
            Panel::Numbers => view! { <NumbersPanel/> }.into_any(),
            Panel::Snap => view! { <SnapPanel/> }.into_any(),
        })
    }
}
