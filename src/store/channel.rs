//! A channel to the other tabs of this browser that show the same backend, and the words that go over it.
//!
//! Some browsers lack it; then the backend's announcements and the poll remain.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::backend::Address;
use crate::sync::{StreamCommand, TabMessage};

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

impl Channel {
    /// Opens the channel of this backend's tabs. `None` where the browser has none.
    pub(super) fn open(address: &Address, on_message: impl Fn(TabMessage) + 'static) -> Option<Self> {
        let port = BroadcastChannel::new(&name(address)).ok()?;
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string().as_deref().and_then(message) {
                on_message(message);
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { port, _listener: listener })
    }

    /// Sends this to the other tabs.
    pub(super) fn send(&self, message: TabMessage) -> Result<(), JsValue> {
        self.port.post_message(&word(message).into())
    }
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
