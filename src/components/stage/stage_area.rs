//! Where the stage lies in the window, and how fine the screen is.

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_use_device_pixel_ratio::use_device_pixel_ratio;
use leptos_use_event_listener::use_event_listener;
use leptos_use_resize_observer::use_resize_observer;

use crate::viewer::geometry::Point;

/// Where the stage's content lies in the window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StageArea {
    /// Its top left.
    pub(super) corner: Point,
    pub(super) width_px: f64,
    pub(super) height_px: f64,
}

/// Follows the stage's size. (`use_element_size` reads a property that some browsers lack, and brings what reads numbers of
/// text, 14 kB in brotli.)
pub(super) fn stage_area(stage: NodeRef<html::Div>) -> ReadSignal<Option<StageArea>> {
    let (area, set_area) = signal(None);
    use_resize_observer(stage, move |entries, _| {
        if let Some(entry) = entries.last() {
            let (content, box_) = (entry.content_rect(), entry.target().get_bounding_client_rect());
            let (width_px, height_px) = (content.width(), content.height());
            // Its borders are equal, and not always of whole CSS pixels.
            let corner = Point {
                x: box_.left() + (box_.width() - width_px) / 2.0,
                y: box_.top() + (box_.height() - height_px) / 2.0,
            };
            set_area.set(Some(StageArea { corner, width_px, height_px }));
        }
    });
    area
}

/// Screen pixels in a CSS pixel. Not every browser has the event that says when they change, so they are looked at as well
/// whenever the window or the stage has another size, as on another screen.
pub(super) fn pixel_ratio(area: ReadSignal<Option<StageArea>>) -> Memo<f64> {
    let told = use_device_pixel_ratio();
    let (resized, set_resized) = signal(());
    let _ = use_event_listener(window(), ev::resize, move |_| set_resized.set(()));
    Memo::new(move |_| {
        told.track();
        resized.track();
        area.track();
        window().device_pixel_ratio()
    })
}
