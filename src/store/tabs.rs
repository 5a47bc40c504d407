//! The other tabs of this browser that show the same backend.

use leptos::prelude::*;

use super::channel::{Channel, message};
use super::driven::Driven;
use super::handle::Store;
use super::sent_record;
use crate::sync::{CameraCommand, CameraSettings, Event, FollowedEvent, Light, Recording, Stream, TabMessage, Thing};

impl Store {
    /// Listens to the tabs that show the backend in use, and no longer to those of another.
    pub(super) fn join_tabs(self) {
        let on_word = move |key: &str, word: &str| self.hear_tab(key, word);
        let channel = self.address().and_then(|address| Channel::open(&address, on_word));
        self.in_flight.try_update_value(|in_flight| in_flight.channel = channel);
    }

    /// Another tab said this of the thing of this key.
    fn hear_tab(self, key: &str, word: &str) {
        if key.is_empty() {
            return self.hear_of(&Stream, word);
        }
        if key == Recording.key() {
            return self.hear_of(&Recording, word);
        }
        if CameraSettings::is_key(key) {
            self.hear_of_any_camera(word);
        }
        if let Some(camera) = self.camera_thing().filter(|camera| camera.key() == key) {
            return self.hear_of(&camera, word);
        }
        if let Some(light) = self.light_things().into_iter().find(|light| light.key() == key) {
            self.hear_of(&light, word);
        }
    }

    /// It may be another camera than the one that is looked at here.
    fn hear_of_any_camera(self, word: &str) {
        if let Some(TabMessage::Commanding(CameraCommand::SetLongExposure(_))) = message::<CameraSettings>(word) {
            self.dispatch(Event::LongExposureForetold);
        }
    }

    fn hear_of<T: Driven>(self, thing: &T, word: &str) {
        if let Some(message) = message::<T>(word) {
            self.dispatch(thing.event(FollowedEvent::TabMessageReceived(message)));
        }
    }

    /// Looks for what a page of this browser has sent to this backend and has no answer to, as far as is known.
    pub(super) fn find_sent(self) {
        self.find_sent_of(&Stream);
        self.find_sent_of(&Recording);
        if let Some(camera) = self.camera_thing() {
            self.find_sent_of(&camera);
        }
        for light in self.light_things() {
            self.find_sent_of(&light);
        }
    }

    /// The same for one thing.
    pub(super) fn find_sent_of<T: Driven>(self, thing: &T) {
        if let Some((command, age_ms)) = self.address().and_then(|address| sent_record::read(&address, thing)) {
            self.dispatch(thing.event(FollowedEvent::SentBefore { command, age_ms }));
        }
    }

    pub(super) fn light_things(self) -> Vec<Light> {
        let things =
            self.state.try_with_untracked(|state| state.lights.all.iter().map(|light| light.thing.clone()).collect());
        things.unwrap_or_default()
    }
}
