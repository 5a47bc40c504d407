//! The other tabs of this browser that show the same backend: a channel to talk over.
//!
//! Some browsers lack it; then the backend's announcements and the poll remain.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::Store;
use super::claim::Ticket;
use crate::backend::Address;
use crate::sync::{Event, Order, TabMessage};

const STARTING: &str = "starting";
const STOPPING: &str = "stopping";
const DONE: &str = "done";
const CHANGED: &str = "changed";
/// Before a claim's ticket.
const CLAIM: &str = "claim:";

/// What goes over the channel.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// For the machine.
    Machine(TabMessage),
    /// A tab without a lock wants to send a command.
    Claim(Ticket),
}

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

/// The name of channel and lock: one a backend.
pub(super) fn name(address: &Address) -> String {
    format!("lockstep:{address}")
}

impl Word {
    fn text(self) -> String {
        match self {
            Self::Machine(TabMessage::Commanding(Order::Start { .. })) => STARTING.to_owned(),
            Self::Machine(TabMessage::Commanding(Order::Stop)) => STOPPING.to_owned(),
            Self::Machine(TabMessage::Done) => DONE.to_owned(),
            Self::Machine(TabMessage::Changed) => CHANGED.to_owned(),
            Self::Claim(Ticket(number)) => format!("{CLAIM}{number}"),
        }
    }

    /// `None` for words of other versions of this page.
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            STARTING => Self::Machine(TabMessage::Commanding(Order::Start { force: false })),
            STOPPING => Self::Machine(TabMessage::Commanding(Order::Stop)),
            DONE => Self::Machine(TabMessage::Done),
            CHANGED => Self::Machine(TabMessage::Changed),
            _ => Self::Claim(Ticket(text.strip_prefix(CLAIM)?.parse().ok()?)),
        })
    }
}

impl Store {
    /// Listens to the tabs that show the backend in use, and no longer to those of another.
    pub(super) fn join_tabs(self) {
        let channel = self.address().and_then(|address| self.open_channel(&address));
        self.driver.try_update_value(|driver| driver.channel = channel);
    }

    fn open_channel(self, address: &Address) -> Option<Channel> {
        let port = BroadcastChannel::new(&name(address)).ok()?;
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string().as_deref().and_then(Word::parse) {
                self.hear(word);
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Channel { port, _listener: listener })
    }

    fn hear(self, word: Word) {
        match word {
            Word::Machine(message) => {
                if matches!(message, TabMessage::Commanding(_)) {
                    self.yield_claim();
                }
                self.dispatch(Event::TabSaid(message));
            }
            Word::Claim(ticket) => self.hear_claim(ticket),
        }
    }

    pub(super) fn tell_tabs(self, word: Word) {
        self.driver.try_update_value(|driver| {
            if let Some(channel) = &driver.channel
                && let Err(error) = channel.port.post_message(&word.text().into())
            {
                tracing::warn!("[Tabs] The other tabs could not be told: {error:?}");
            }
        });
    }
}
