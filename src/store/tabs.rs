//! The other tabs of this browser that show the same backend.

use leptos::prelude::*;

use super::channel::Channel;
use super::handle::Store;
use super::sent_record;
use crate::sync::{Event, TabMessage};

impl Store {
    /// Listens to the tabs that show the backend in use, and no longer to those of another.
    pub(super) fn join_tabs(self) {
        let on_message = move |message| self.dispatch(Event::TabMessageReceived(message));
        let channel = self.address().and_then(|address| Channel::open(&address, on_message));
        self.in_flight.try_update_value(|in_flight| in_flight.channel = channel);
    }

    /// Looks for what a page of this browser has sent to this backend and has no answer to, as far as is known.
    pub(super) fn find_sent(self) {
        if let Some((command, age_ms)) = self.address().and_then(|address| sent_record::read(&address)) {
            self.dispatch(Event::SentBefore { command, age_ms });
        }
    }

    /// Sends this to the other tabs.
    pub(super) fn broadcast(self, message: TabMessage) {
        self.in_flight.try_update_value(|in_flight| {
            if let Some(channel) = &in_flight.channel
                && let Err(error) = channel.send(message)
            {
                tracing::warn!("[Tabs] The other tabs could not be told: {error:?}");
            }
        });
    }
}
