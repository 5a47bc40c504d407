//! Wheel, pointers and keys on the stage.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use super::sight::stage_point;
use super::{Tool, ViewerControls, ViewerState};
use crate::listener::Listener;
use crate::viewer::geometry::{Point, PointerGesture, Viewport};

/// How far an arrow key moves the picture, in CSS pixels.
const PAN_STEP_PX: f64 = 64.0;

/// How far a wheel turns at once to make the picture twice as large, in CSS pixels. Most mice turn by 100 or 120 a notch.
const WHEEL_PX: f64 = 400.0;

/// The same for two fingers on a touchpad, which browsers report as a wheel with Ctrl.
const TOUCHPAD_PX: f64 = 100.0;

/// A line and a page of browsers whose wheel counts in them, in CSS pixels.
const LINE_PX: f64 = 16.0;
const PAGE_PX: f64 = 400.0;

const EVENTS: &[&str] = &[
    "wheel",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "lostpointercapture",
    "pointerleave",
    "dblclick",
    "keydown",
];

/// Lets wheel, pointers and keys act until the listener is dropped.
pub(super) fn follow_gestures(hands: ViewerControls, stage: &Element) -> Listener {
    let mut pointers =
        Pointers { sight: hands.sight(), stage: stage.clone(), down: PointerGesture::default(), due: Rc::default() };
    Listener::new(stage, EVENTS, move |event| {
        if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            press(hands, key);
        } else if let Some(wheel) = event.dyn_ref::<WheelEvent>() {
            pointers.turn(wheel);
        } else if let Some(pointer) = event.dyn_ref::<PointerEvent>().filter(|event| event.type_() != "dblclick") {
            pointers.follow(pointer);
        } else {
            hands.take(Tool::Fit);
        }
    })
}

fn press(hands: ViewerControls, event: &KeyboardEvent) {
    // With these keys, the browser and the system mean something else.
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let (right, down) = match event.key().as_str() {
        "ArrowLeft" => (1.0, 0.0),
        "ArrowRight" => (-1.0, 0.0),
        "ArrowUp" => (0.0, 1.0),
        "ArrowDown" => (0.0, -1.0),
        key => {
            if let Some(tool) = Tool::of_key(key) {
                event.prevent_default();
                hands.take(tool);
            }
            return;
        }
    };
    event.prevent_default();
    let by_pixel = event.shift_key();
    hands.sight().change(|view, scene| {
        let step_px = if by_pixel { view.scale(scene) } else { PAN_STEP_PX };
        view.panned(scene, right * step_px, down * step_px)
    });
}

struct Pointers {
    sight: ViewerState,
    stage: Element,
    down: PointerGesture,
    /// Where the pointer is, until the next animation frame tells it.
    due: Rc<Cell<Option<Option<Point>>>>,
}

impl Pointers {
    fn turn(&self, event: &WheelEvent) {
        event.prevent_default();
        let unit_px = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => LINE_PX,
            WheelEvent::DOM_DELTA_PAGE => PAGE_PX,
            _ => 1.0,
        };
        let turned_px = event.delta_y() * unit_px;
        let larger = 1.0 + turned_px.abs() / if event.ctrl_key() { TOUCHPAD_PX } else { WHEEL_PX };
        let factor = if turned_px < 0.0 { larger } else { 1.0 / larger };
        let at = stage_point(&self.stage, event.client_x(), event.client_y());
        self.sight.change(|view, scene| view.zoomed_at(scene, at, factor));
    }

    fn follow(&mut self, event: &PointerEvent) {
        let id = event.pointer_id();
        let at = stage_point(&self.stage, event.client_x(), event.client_y());
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                // Without it, a drag ends at the stage's edge.
                drop(self.stage.set_pointer_capture(id));
                self.down.press(id, at);
                self.point(Some(at));
            }
            "pointermove" => {
                self.sight.change(|view: Viewport, scene| self.down.drag(id, at, view, scene));
                self.point(Some(at));
            }
            "pointerup" | "pointercancel" | "lostpointercapture" => self.down.lift(id),
            // A finger has no other way to point than to touch: what it touched last stays pointed at.
            "pointerleave" if event.pointer_type() != "touch" => self.point(None),
            _ => {}
        }
    }

    /// Tells where the pointer is, at most once an animation frame.
    fn point(&self, at: Option<Point>) {
        if self.due.replace(Some(at)).is_none() {
            let (due, sight) = (Rc::clone(&self.due), self.sight);
            request_animation_frame(move || {
                if let Some(at) = due.take() {
                    sight.point(at);
                }
            });
        }
    }
}
