//! What the backend announces about other things than the stream.

use leptos::prelude::*;

use super::handle::Store;
use crate::sync::{CameraEvent, Event, Generation, LightEvent, RecordingEvent};
use crate::wire::{Topic, Update};

impl Store {
    /// Takes an update: what it is about is asked for at once, and what it says is hearsay until then.
    pub fn hear_of_change(self, generation: Generation, update: &Update) {
        match update.topic() {
            Topic::CameraSettings => {
                let detector = update.detector();
                let is_looked_at = self.camera_thing().is_some_and(|camera| {
                    camera.detector.is_none() || detector.is_none() || camera.detector == detector
                });
                if is_looked_at {
                    self.dispatch(CameraEvent::Changed { generation });
                }
            }
            Topic::Lights => {
                for light in update.lights() {
                    self.dispatch(Event::Light(light.name, LightEvent::Changed { generation }));
                }
            }
            // One comes for each frame: only the first says something new.
            Topic::RecordedFrames => {
                let is_known = self.state.try_with_untracked(|state| state.recording.known.state.is_recording);
                if is_known == Some(false) {
                    self.dispatch(RecordingEvent::Changed { generation });
                }
            }
            // It records no more.
            Topic::DiskFull => self.dispatch(RecordingEvent::Changed { generation }),
            Topic::Storage => {}
        }
    }
}
