//! Which lights there are.

use leptos::prelude::*;

use super::handle::Store;
use super::survey::Names;
use crate::backend;
use crate::sync::{Connection, Event, Generation, LightList, RequestError, Support, Timestamp, Visibility, Watch};

/// What the latest survey was made for: a connection, and where its list has not come, what was confirmed since.
type Occasion = (Option<Generation>, Option<Timestamp>);

impl Store {
    /// Asks for the lights once each connection is made, where anybody looks at them; until they are listed, with each poll.
    pub(super) fn survey_lights(self) {
        let is_watched = Memo::new(move |_| self.state.with(|state| state.lights.watch != Watch::Absent));
        let is_known = Memo::new(move |_| self.state.with(|state| state.lights.support != Support::Unknown));
        let occasion = Memo::new(move |before: Option<&Occasion>| {
            let connected = self.connection.with(Connection::connected_generation);
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
                self.ask_for_names(generation, backend::lights::names, Self::note_lights);
            }
            connection
        });
    }

    fn note_lights(self, names: Names) {
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
    }
}
