//! Wheel and pointers on the stage.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Event, PointerEvent, WheelEvent};

use super::ViewerState;
use crate::viewer::geometry::{Point, PointerGesture};

/// How far a wheel turns at once to show the picture twice as large, in CSS pixels. Most mice turn by 100 or 120 a notch.
const WHEEL_PX: f64 = 400.0;

/// The same for two fingers on a touchpad, which browsers report as a wheel with Ctrl.
const TOUCHPAD_PX: f64 = 100.0;

/// A line and a page of browsers whose wheel counts in them, in CSS pixels.
const LINE_PX: f64 = 16.0;
const PAGE_PX: f64 = 400.0;

#[wasm_bindgen]
extern "C" {
    /// What a mouse, a finger or a touchpad says. `web-sys` cuts it down to whole CSS pixels, and has no gestures.
    #[wasm_bindgen(extends = Event)]
    type Pointing;

    #[wasm_bindgen(method, getter, js_name = clientX)]
    fn client_x(this: &Pointing) -> f64;

    #[wasm_bindgen(method, getter, js_name = clientY)]
    fn client_y(this: &Pointing) -> f64;

    /// Of a gesture: how far two fingers are apart, where they were 1 apart at its begin.
    #[wasm_bindgen(method, getter)]
    fn scale(this: &Pointing) -> Option<f64>;
}

/// Zooms by the wheel, drags with one pointer and pinches with two, and says where somebody points. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Pointers {
    state: ViewerState,
    gesture: StoredValue<PointerGesture>,
    /// How far apart two fingers on a touchpad were last.
    spread: StoredValue<f64>,
    /// Where somebody points, until the next animation frame shows it.
    next_point: StoredValue<Option<PointedAt>>,
}

/// Where the pointer is; `None` where it is not over the stage.
type PointedAt = Option<Point>;

impl Pointers {
    pub(super) fn new(state: ViewerState) -> Self {
        Self {
            state,
            gesture: StoredValue::default(),
            spread: StoredValue::new(1.0),
            next_point: StoredValue::new(None),
        }
    }

    /// Listens for two fingers on a touchpad, which Safari reports as gestures, and zooms the page by.
    pub(super) fn follow_gestures(self) {
        for name in ["gesturestart", "gesturechange", "gestureend"] {
            let gesture = ev::Custom::<Event>::new(name);
            let _ = use_event_listener(self.state.stage, gesture, move |event| self.spread(event.unchecked_ref()));
        }
    }

    fn spread(self, event: &Pointing) {
        event.prevent_default();
        let Some(spread) = event.scale() else { return };
        let before = self.spread.try_update_value(|last| std::mem::replace(last, spread)).unwrap_or(spread);
        // Fingers on the glass are pointers as well, and those zoom already.
        let is_touched = self.gesture.with_value(PointerGesture::any);
        if let Some(point) = self.point_on_stage(event).filter(|_| event.type_() != "gesturestart" && !is_touched) {
            self.state.change_viewport(|viewport, layout| viewport.zoomed_at(layout, point, spread / before));
        }
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
    fn point_on_stage(self, event: &Event) -> Option<Point> {
        let stage = self.state.stage.get_untracked()?;
        let (event, area) = (event.unchecked_ref::<Pointing>(), stage.get_bounding_client_rect());
        let point = Point {
            x: event.client_x() - area.left() - f64::from(stage.client_left()),
            y: event.client_y() - area.top() - f64::from(stage.client_top()),
        };
        (point.x.is_finite() && point.y.is_finite()).then_some(point)
    }
}
