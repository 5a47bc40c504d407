//! Exposure and gain of the camera that is looked at, as the machine follows them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handle::Store;
use crate::sync::{CameraCommand, CameraEvent, Event, Number, RequestError, StreamEvent, StreamState, Watch};

/// From here on an exposure stops the streams of a backend that does not say where.
pub(super) const USUAL_THRESHOLD_MS: f64 = 2_000.0;

impl Store {
    /// What is set is followed of the camera that is looked at.
    pub(super) fn follow_camera(self) {
        let detector = Memo::new(move |_| self.choice.with(|choice| choice.detector.clone()));
        Effect::new(move |_| {
            self.dispatch(Event::CameraChosen(detector.get()));
            if let Some(camera) = self.camera_thing() {
                self.find_sent_of(&camera);
            }
        });
    }

    /// Sets the exposure of the camera that is looked at, in milliseconds.
    pub fn set_exposure_ms(self, exposure_ms: f64) {
        if let Some(exposure) = Number::new(exposure_ms) {
            self.command_camera(CameraCommand::SetExposure(exposure));
        }
    }

    /// The same, with one that stops the stream: whoever asks for it was told so.
    pub fn set_long_exposure_ms(self, exposure_ms: f64) {
        if let Some(exposure) = Number::new(exposure_ms) {
            self.command_camera(CameraCommand::SetLongExposure(exposure));
        }
    }

    /// Sets its gain.
    pub fn set_gain(self, gain: f64) {
        if let Some(gain) = Number::new(gain) {
            self.command_camera(CameraCommand::SetGain(gain));
        }
    }

    /// Lets it choose its exposure, or people.
    pub fn set_auto_exposure(self, is_auto: bool) {
        self.command_camera(CameraCommand::SetAuto(is_auto));
    }

    /// They are shown, as long as the current owner lives: they are asked for, and from where on an exposure is too long.
    pub fn watch_camera_settings(self) {
        self.dispatch(CameraEvent::Watched(Watch::Full));
        on_cleanup(move || self.dispatch(CameraEvent::Watched(Watch::Absent)));
        Effect::new(move |_| {
            // Another connection may be to another backend, and cameras have their own.
            self.socket.track();
            self.choice.track();
            self.ask_for_threshold();
        });
        self.follow_long_exposure();
    }

    /// A long exposure stops the stream, which not every backend announces: whether it has is asked at once.
    fn follow_long_exposure(self) {
        let is_long = Memo::new(move |_| {
            let exposure_ms = self.camera_settings.with(|view| view.exposure.as_ref().and_then(|it| it.value));
            exposure_ms.is_some_and(|exposure_ms| exposure_ms > self.long_exposure_ms.get())
        });
        Effect::new(move |_| {
            let runs = self.stream.with_untracked(|stream| stream.state == StreamState::Running);
            if let Some(generation) = self.socket.get_untracked().filter(|_| is_long.get() && runs) {
                self.dispatch(StreamEvent::Changed { generation });
            }
        });
    }

    fn ask_for_threshold(self) {
        spawn_local(async move {
            let threshold_ms = match self.exposure().await {
                Ok(exposure) => exposure.threshold_ms.unwrap_or(USUAL_THRESHOLD_MS),
                // It has no such limit.
                Err(RequestError::Http(404)) => f64::INFINITY,
                Err(why) => {
                    tracing::debug!("[Camera] From where on an exposure is too long is not known: {why}");
                    USUAL_THRESHOLD_MS
                }
            };
            self.long_exposure_ms.try_set(threshold_ms);
        });
    }

    fn command_camera(self, command: CameraCommand) {
        self.dispatch(CameraEvent::Clicked(command));
    }
}
