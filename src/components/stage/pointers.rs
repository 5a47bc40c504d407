//! Wheel and pointers on the stage.

use leptos::prelude::*;
use web_sys::{MouseEvent, PointerEvent, WheelEvent};

use super::ViewerState;
use crate::viewer::geometry::{Point, PointerGesture};

/// How far a wheel turns at once to show the picture twice as large, in CSS pixels. Most mice turn by 100 or 120 a notch.
const WHEEL_PX: f64 = 400.0;

/// The same for two fingers on a touchpad, which browsers report as a wheel with Ctrl.
const TOUCHPAD_PX: f64 = 100.0;

/// A line and a page of browsers whose wheel counts in them, in CSS pixels.
const LINE_PX: f64 = 16.0;
const PAGE_PX: f64 = 400.0;

/// Zooms by the wheel, drags with one pointer and pinches with two, and says where somebody points. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Pointers {
    state: ViewerState,
    gesture: StoredValue<PointerGesture>,
    /// Where somebody points, until the next animation frame shows it.
    next_point: StoredValue<Option<PointedAt>>,
}

/// Where the pointer is; `None` where it is not over the stage.
type PointedAt = Option<Point>;

impl Pointers {
    pub(super) fn new(state: ViewerState) -> Self {
        Self { state, gesture: StoredValue::default(), next_point: StoredValue::new(None) }
    }

    pub(super) fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let Some(point) = self.point_on_stage(event) else { return };
        let unit_px = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => LINE_PX,
            WheelEvent::DOM_DELTA_PAGE => PAGE_PX,
            _ => 1.0,
        };
        let turned_px = event.delta_y() * unit_px;
        let larger = 1.0 + turned_px.abs() / if event.ctrl_key() { TOUCHPAD_PX } else { WHEEL_PX };
        let factor = if turned_px < 0.0 { larger } else { 1.0 / larger };
        self.state.change_viewport(|viewport, layout| viewport.zoomed_at(layout, point, factor));
    }

    pub(super) fn down(self, event: &PointerEvent) {
        let (Some(stage), Some(point)) = (self.state.stage.get_untracked(), self.point_on_stage(event)) else { return };
        if event.button() != 0 {
            return;
        }
        // Without it, a drag ends at the stage's edge. A pointer that is gone already can't be captured, and drags nothing.
        let _ = stage.set_pointer_capture(event.pointer_id());
        self.gesture.update_value(|gesture| gesture.press(event.pointer_id(), point));
        self.point_at(Some(point));
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let Some(point) = self.point_on_stage(event) else { return };
        self.state.change_viewport(|viewport, layout| {
            self.gesture
                .try_update_value(|gesture| gesture.drag(event.pointer_id(), point, viewport, layout))
                .unwrap_or(viewport)
        });
        self.point_at(Some(point));
    }

    pub(super) fn up(self, event: &PointerEvent) {
        self.gesture.update_value(|gesture| gesture.lift(event.pointer_id()));
    }

    pub(super) fn left(self, event: &PointerEvent) {
        // A finger has no other way to point than to touch: what it touched last stays pointed at.
        if event.pointer_type() != "touch" {
            self.point_at(None);
        }
    }

    /// Shows where somebody points, at most once an animation frame.
    fn point_at(self, point: PointedAt) {
        let scheduled = self.next_point.try_update_value(|next| next.replace(point).is_some());
        if scheduled == Some(false) {
            request_animation_frame(move || {
                if let Some(Some(point)) = self.next_point.try_update_value(Option::take) {
                    self.state.point_at(point);
                }
            });
        }
    }

    /// A point of the window as one of the stage, from its top left within its border.
    fn point_on_stage(self, event: &MouseEvent) -> Option<Point> {
        let stage = self.state.stage.get_untracked()?;
        let area = stage.get_bounding_client_rect();
        Some(Point {
            x: f64::from(event.client_x()) - area.left() - f64::from(stage.client_left()),
            y: f64::from(event.client_y()) - area.top() - f64::from(stage.client_top()),
        })
    }
}
