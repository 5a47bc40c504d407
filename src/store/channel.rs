//! A channel to the other tabs of this browser that show the same backend, and the words that go over it.
//!
//! Some browsers lack it; then the backend's announcements and the poll remain.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::driven::Driven;
use crate::backend::Address;
use crate::sync::TabMessage;

const DONE: &str = "done";
const CHANGED: &str = "changed";
/// Stands between a thing and what is said of it. What is said of the stream has none.
const SEPARATOR: char = '\n';
/// A longer word is none of this page.
const MAX_CHARS: usize = 4_096;

/// An open channel; closed when dropped.
#[derive(Debug)]
pub(super) struct Channel {
    port: BroadcastChannel,
    /// Called for each message; must live as long as the channel.
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens the channel of this backend's tabs. Each word comes with the key of the thing that it is about. `None` where
    /// the browser has none.
    pub(super) fn open(address: &Address, on_word: impl Fn(&str, &str) + 'static) -> Option<Self> {
        let port = BroadcastChannel::new(&name(address)).ok()?;
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string().filter(|text| text.len() <= MAX_CHARS) {
                let (key, word) = text.rsplit_once(SEPARATOR).unwrap_or(("", &text));
                on_word(key, word);
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { port, _listener: listener })
    }

    /// Sends this to the other tabs.
    pub(super) fn send<T: Driven>(&self, thing: &T, message: TabMessage<T::Command>) -> Result<(), JsValue> {
        let mut text = thing.key();
        if !text.is_empty() {
            text.push(SEPARATOR);
        }
        text += &match message {
            TabMessage::Commanding(command) => T::tab_word(command),
            TabMessage::Done => DONE.to_owned(),
            TabMessage::Changed => CHANGED.to_owned(),
        };
        self.port.post_message(&text.into())
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

/// The name of the channel: one a backend.
pub(super) fn name(address: &Address) -> String {
    format!("lockstep:{address}")
}

/// The name of a thing's lock and lease.
pub(super) fn lock_name(address: &Address, thing: &impl Driven) -> String {
    let (name, key) = (name(address), thing.key());
    if key.is_empty() { name } else { format!("{name}:{key}") }
}

/// What a word says of a thing. `None` for words of other versions of this page.
pub(super) fn message<T: Driven>(word: &str) -> Option<TabMessage<T::Command>> {
    match word {
        DONE => Some(TabMessage::Done),
        CHANGED => Some(TabMessage::Changed),
        _ => T::of_tab_word(word).map(TabMessage::Commanding),
    }
}
