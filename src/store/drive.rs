//! Carrying out what the machine wants of a followed thing, whichever it is.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::driven::Driven;
use super::effects::LEAVING_MS;
use super::handle::Store;
use super::requests::no_backend;
use super::sent_record;
use crate::sync::{
    CameraSettings, Effect, FollowedEffect, FollowedEvent, Light, Recording, RequestError, RequestId, Stream,
    TabMessage,
};

impl Store {
    /// Carries out an effect on the thing that it is about. One on a thing that is gone is none.
    pub(super) fn carry_out_on_thing(self, effect: Effect) {
        match effect {
            Effect::Stream(effect) => self.drive(Stream, effect),
            Effect::Recording(effect) => self.drive(Recording, effect),
            Effect::CameraSettings(effect) => {
                if let Some(thing) = self.camera_thing() {
                    self.drive(thing, effect);
                }
            }
            Effect::Light(name, effect) => {
                if let Some(light) = self.light_thing(&name) {
                    self.drive(light, effect);
                }
            }
            Effect::ReleaseLock { .. } | Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
        }
    }

    pub(super) fn camera_thing(self) -> Option<CameraSettings> {
        self.state.try_with_untracked(|state| state.camera_settings.thing.clone())
    }

    pub(super) fn light_thing(self, name: &str) -> Option<Light> {
        self.state.try_with_untracked(|state| state.lights.get(name).map(|light| light.thing.clone())).flatten()
    }

    fn drive<T: Driven>(self, thing: T, effect: FollowedEffect<T>) {
        match effect {
            FollowedEffect::FetchStatus { request } => self.fetch_status(thing, request),
            FollowedEffect::SendCommand { request, command } => self.send_command(thing, request, command),
            FollowedEffect::AcquireLock { request } => {
                T::note_order(self, request);
                self.acquire_lock(Rc::new(thing), request);
            }
            FollowedEffect::StealLock { request } => self.steal_lock(Rc::new(thing), request),
            FollowedEffect::FindSender => self.find_sender(Rc::new(thing)),
            FollowedEffect::Broadcast(message) => self.broadcast(&thing, message),
            FollowedEffect::ForgetSent(command) => {
                if let Some(address) = self.address() {
                    sent_record::forget(&address, &thing, command);
                }
            }
        }
    }

    fn fetch_status<T: Driven>(self, thing: T, request: RequestId) {
        let signal = self.start(request);
        spawn_local(async move {
            let answer = match (self.address(), &signal) {
                (Some(address), Some(signal)) => thing.fetch(self, &address, signal).await,
                _ => Err(no_backend()),
            };
            if self.finish(request) {
                self.dispatch(thing.event(FollowedEvent::CheckReplied { request, answer }));
            }
        });
    }

    fn send_command<T: Driven>(self, thing: T, request: RequestId, command: T::Command) {
        // What the last command came to is history now.
        thing.on_send(self);
        let signal = self.start(request);
        let address = self.address();
        if let Some(address) = &address {
            sent_record::write(address, &thing, command);
        }
        spawn_local(async move {
            let answer = match (&address, &signal) {
                (Some(address), Some(signal)) => thing.send(self, address, (request, command), signal).await,
                _ => Err(no_backend()),
            };
            if matches!(answer, Err(RequestError::Network(_))) && self.is_being_left() {
                // Firefox ends a page's requests as soon as it begins to leave it, which says nothing about what was
                // sent. The answer counts if the page stays after all.
                TimeoutFuture::new(LEAVING_MS).await;
            }
            if self.finish(request) {
                self.dispatch(thing.event(FollowedEvent::CommandReplied { request, answer }));
            }
        });
    }

    /// Sends this to the other tabs.
    pub(super) fn broadcast<T: Driven>(self, thing: &T, message: TabMessage<T::Command>) {
        self.in_flight.try_update_value(|in_flight| {
            if let Some(channel) = &in_flight.channel
                && let Err(error) = channel.send(thing, message)
            {
                tracing::warn!("[Tabs] The other tabs could not be told: {error:?}");
            }
        });
    }

    fn start(self, request: RequestId) -> Option<web_sys::AbortSignal> {
        self.in_flight.try_update_value(|in_flight| in_flight.requests.start(request)).flatten()
    }

    fn finish(self, request: RequestId) -> bool {
        self.in_flight.try_update_value(|in_flight| in_flight.requests.finish(request)).unwrap_or(false)
    }
}
