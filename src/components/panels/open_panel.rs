//! The panel that is open.

use leptos::html;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{CameraPanel, HistogramPanel, LightPanel, LogPanel, NumbersPanel, Panel, RecordingPanel, SnapPanel};
use crate::components::stage::use_viewer_controls;

/// The one panel that is open. It is made when it is opened, and costs nothing while it is closed.
#[component]
pub fn OpenPanel() -> impl IntoView {
    let open = use_viewer_controls().panel;
    move || open.get().map(|panel| view! { <PanelPlace panel/> })
}

/// Where the panel is: under the stage or beside it.
#[component]
fn PanelPlace(
    /// The panel.
    panel: Panel,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    follow_growth(place);
    view! {
        <div class="panel-place" node_ref=place>
            {match panel {
                Panel::Camera => view! { <CameraPanel/> }.into_any(),
                Panel::Lights => view! { <LightPanel/> }.into_any(),
                Panel::Histogram => view! { <HistogramPanel/> }.into_any(),
                Panel::Numbers => view! { <NumbersPanel/> }.into_any(),
                Panel::Snap => view! { <SnapPanel/> }.into_any(),
                Panel::Recording => view! { <RecordingPanel/> }.into_any(),
                Panel::Log => view! { <LogPanel/> }.into_any(),
            }}
        </div>
    }
}

/// Brings what was opened into view, on screens that have no room for all; and who sees its end goes on seeing it while
/// it grows, as by the preview of a snap.
fn follow_growth(place: NodeRef<html::Div>) {
    let height_px = StoredValue::new(0.0);
    use_resize_observer(place, move |_, _| {
        let (Some(place), Some(page)) = (place.get_untracked(), document().document_element()) else { return };
        let area = place.get_bounding_client_rect();
        // Browsers scroll by whole pixels.
        let end_was_seen = area.top() + height_px.get_value() < f64::from(page.client_height()) + 1.0;
        let grows = area.height() > height_px.get_value();
        height_px.set_value(area.height());
        if grows && end_was_seen {
            scroll_into_view(&place);
        }
    });
}

fn scroll_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
