//! What happens to other things than the stream, in words.

use super::Kind;
use super::narrate::Tell;
use crate::sync::{Effect, FollowedEffect, State, Thing};

/// Tells what is sent about a thing.
pub(super) fn tell_sent(effect: &Effect, state: &State, tell: &mut Tell) {
    match effect {
        Effect::Recording(effect) => tell_command(&state.recording.thing, effect, tell),
        Effect::CameraSettings(effect) => tell_command(&state.camera_settings.thing, effect, tell),
        Effect::Light(name, effect) => {
            if let Some(light) = state.lights.get(name) {
                tell_command(&light.thing, effect, tell);
            }
        }
        _ => {}
    }
}

fn tell_command<T: Thing>(thing: &T, effect: &FollowedEffect<T>, tell: &mut Tell) {
    if let FollowedEffect::SendCommand { request, command } = effect {
        tell(Kind::Command, &format!("“{}” was sent", thing.verb(command)), &format!("request {request}"));
    }
}
