//! Which lights there are, and which camera is looked at.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::handle::Store;
use crate::backend;
use crate::sync::timing::STATUS_TIMEOUT_MS;
use crate::sync::{Connection, Event, Generation, LightList, RequestError, Support, Timestamp, Visibility, Watch};

/// What the latest survey was made for: a connection, and where its list has not come, what was confirmed since.
type Occasion = (Option<Generation>, Option<Timestamp>);

impl Store {
    /// Asks for the lights once each connection is made, where anybody looks at them; until they are listed, with each poll.
    pub(super) fn survey_lights(self) {
        let is_watched = Memo::new(move |_| self.state.with(|state| state.lights.watch != Watch::Absent));
        let is_known = Memo::new(move |_| self.state.with(|state| state.lights.support != Support::Unknown));
        let occasion = Memo::new(move |before: Option<&Occasion>| {
            let connected = self.connection.with(|connection| match connection {
                Connection::Connected { generation, .. } => Some(*generation),
                _ => None,
            });
            let is_seen = self.visibility.get() == Visibility::Visible && is_watched.get();
            if connected.is_none() || !is_seen || !self.verified.get() {
                return before.copied().unwrap_or_default();
            }
            let confirmed_at = self.stream.with(|stream| stream.confirmed_at());
            (connected, confirmed_at.filter(|_| !is_known.get()))
        });
        Effect::new(move |asked: Option<Option<Generation>>| {
            let (connection, confirmed_at) = occasion.get();
            // That the list has come is no occasion.
            if let Some(generation) = connection
                && (asked.flatten() != connection || confirmed_at.is_some())
            {
                self.ask_for_lights(generation);
            }
            connection
        });
    }

    fn ask_for_lights(self, generation: Generation) {
        let Some(address) = self.address() else { return };
        // Every browser that runs WebAssembly has it.
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        #[allow(clippy::cast_possible_truncation)]
        let limit = Timeout::new(STATUS_TIMEOUT_MS as u32, move || controller.abort());
        spawn_local(async move {
            let names = backend::lights::names(&address, &signal).await;
            drop(limit);
            if self.socket.try_get_untracked().flatten() != Some(generation) {
                return; // Of a connection that is over; the next one asks again.
            }
            let list = match names {
                Ok(names) => LightList::Named(names),
                Err(RequestError::Http(404)) => LightList::Absent,
                Err(why) => {
                    tracing::debug!("[Lights] Not listed: {why}");
                    LightList::Unknown
                }
            };
            self.dispatch(Event::LightsListed(list));
            for light in self.light_things() {
                self.find_sent_of(&light);
            }
        });
    }

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
}
