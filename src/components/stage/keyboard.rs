//! Keys on the stage.

use web_sys::KeyboardEvent;

use super::{ViewerAction, ViewerControls};

/// How far an arrow key moves the picture, in CSS pixels.
const PAN_STEP_PX: f64 = 64.0;

/// Does what a key asks for, if it asks for anything.
pub(super) fn handle_key(controls: ViewerControls, event: &KeyboardEvent) {
    // With these keys, the browser and the system mean something else; and what is composed is text.
    let is_altered = event.ctrl_key() || event.alt_key() || event.meta_key() || event.get_modifier_state("AltGraph");
    if is_altered || event.is_composing() {
        return;
    }
    let key = event.key();
    if let Some((right, down)) = pan_direction(&key) {
        event.prevent_default();
        let by_pixel = event.shift_key();
        controls.state.change_viewport(|viewport, layout| {
            let step_px = if by_pixel { viewport.scale(layout) } else { PAN_STEP_PX };
            viewport.panned(layout, right * step_px, down * step_px)
        });
    } else if let Some(action) = ViewerAction::from_key(&key) {
        event.prevent_default();
        if action.repeats() || !event.repeat() {
            controls.perform(action);
        }
    }
}

/// The keys that move the picture, in the list of keys.
pub struct PanKeys;

impl PanKeys {
    /// What they are called.
    pub const NAME: &str = "Arrows";
    /// What they do.
    pub const LABEL: &str = "Move the picture";
    /// What that is.
    pub const HINT: &str = "with Shift by one of its pixels";
}

/// Which way an arrow key moves the picture, to the right and down: the stage moves over it as the arrow says.
fn pan_direction(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowLeft" => Some((1.0, 0.0)),
        "ArrowRight" => Some((-1.0, 0.0)),
        "ArrowUp" => Some((0.0, 1.0)),
        "ArrowDown" => Some((0.0, -1.0)),
        _ => None,
    }
}
