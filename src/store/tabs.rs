//! The other tabs of this browser that show the same backend: a channel to talk over.
//!
//! Some browsers lack it; then the backend's announcements and the poll remain.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::store::Store;
use crate::backend::Address;
use crate::sync::{Event, StreamCommand, TabMessage};

const STARTING: &str = "starting";
const STOPPING: &str = "stopping";
const SWITCHING: &str = "switching";
const DONE: &str = "done";
const CHANGED: &str = "changed";

/// An open channel; closed when dropped.
#[derive(Debug)]
pub(super) struct Channel {
    port: BroadcastChannel,
    /// Called for each message; must live as long as the channel.
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

/// The name of channel, lock and lease: one a backend.
pub(super) fn name(address: &Address) -> String {
    format!("lockstep:{address}")
}

const fn word(message: TabMessage) -> &'static str {
    match message {
        TabMessage::Commanding(StreamCommand::Start { .. }) => STARTING,
        TabMessage::Commanding(StreamCommand::Stop) => STOPPING,
        TabMessage::Commanding(StreamCommand::Switch) => SWITCHING,
        TabMessage::Done => DONE,
        TabMessage::Changed => CHANGED,
    }
}

/// `None` for words of other versions of this page.
fn message(word: &str) -> Option<TabMessage> {
    match word {
        STARTING => Some(TabMessage::Commanding(StreamCommand::Start { force: false })),
        STOPPING => Some(TabMessage::Commanding(StreamCommand::Stop)),
        SWITCHING => Some(TabMessage::Commanding(StreamCommand::Switch)),
        DONE => Some(TabMessage::Done),
        CHANGED => Some(TabMessage::Changed),
        _ => None,
    }
}

impl Store {
    /// Listens to the tabs that show the backend in use, and no longer to those of another.
    pub(super) fn join_tabs(self) {
        let channel = self.address().and_then(|address| self.open_channel(&address));
        self.in_flight.try_update_value(|in_flight| in_flight.channel = channel);
    }

    fn open_channel(self, address: &Address) -> Option<Channel> {
        let port = BroadcastChannel::new(&name(address)).ok()?;
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string().as_deref().and_then(message) {
                self.dispatch(Event::TabSaid(message));
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Channel { port, _listener: listener })
    }

    pub(super) fn tell_tabs(self, message: TabMessage) {
        self.in_flight.try_update_value(|in_flight| {
            if let Some(channel) = &in_flight.channel
                && let Err(error) = channel.port.post_message(&word(message).into())
            {
                tracing::warn!("[Tabs] The other tabs could not be told: {error:?}");
            }
        });
    }
}
