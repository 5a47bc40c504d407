//! The other tabs of this browser that show the same backend: a channel to talk over, and a lock so that two of them
//! never send commands at once. (The backend leaks a stream that nobody can stop when two starts race.)
//!
//! Browsers offer the lock to secure pages only, and some offer neither. Without the lock a command goes at once, and
//! the channel alone keeps the tabs apart; without both, the backend's announcements and the poll remain.

use std::collections::BTreeMap;

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, window};

use super::Store;
use crate::backend::Address;
use crate::sync::{Event, Order, RequestId, TabMessage};

const STARTING: &str = "starting";
const STOPPING: &str = "stopping";
const DONE: &str = "done";
const CHANGED: &str = "changed";

/// What this tab shares with the others.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    channel: Option<Channel>,
    /// The turns asked for or held.
    turns: BTreeMap<RequestId, Turn>,
}

/// A turn asked for or held; given back when dropped.
#[derive(Debug)]
struct Turn {
    /// Resolves the promise that holds the lock.
    give_back: Function,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Resolving a promise calls no code of ours and does not fail.
        drop(self.give_back.call0(&JsValue::NULL));
    }
}

/// An open channel; closed when dropped.
#[derive(Debug)]
struct Channel {
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

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys has among its unstable parts only.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, callback: &JsValue) -> Result<Promise, JsValue>;
}

/// The name of channel and lock: one a backend.
fn name(address: &Address) -> String {
    format!("lockstep:{address}")
}

fn locks() -> Option<LockManager> {
    let locks = Reflect::get(&window()?.navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

const fn word(message: TabMessage) -> &'static str {
    match message {
        TabMessage::Commanding(Order::Start { .. }) => STARTING,
        TabMessage::Commanding(Order::Stop) => STOPPING,
        TabMessage::Done => DONE,
        TabMessage::Changed => CHANGED,
    }
}

/// `None` for words of other versions of this page.
fn message(word: &str) -> Option<TabMessage> {
    match word {
        STARTING => Some(TabMessage::Commanding(Order::Start { force: false })),
        STOPPING => Some(TabMessage::Commanding(Order::Stop)),
        DONE => Some(TabMessage::Done),
        CHANGED => Some(TabMessage::Changed),
        _ => None,
    }
}

impl Store {
    /// Listens to the tabs that show the backend in use, and no longer to those of another.
    pub(super) fn join_tabs(self) {
        let channel = self.address().and_then(|address| self.open_channel(&address));
        self.driver.try_update_value(|driver| driver.tabs.channel = channel);
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
        self.driver.try_update_value(|driver| {
            if let Some(channel) = &driver.tabs.channel
                && let Err(error) = channel.port.post_message(&word(message).into())
            {
                tracing::warn!("[Tabs] The other tabs could not be told: {error:?}");
            }
        });
    }

    pub(super) fn await_turn(self, request: RequestId) {
        let granted = move || self.dispatch(Event::TurnCame { request });
        let (Some(locks), Some(address)) = (locks(), self.address()) else {
            return spawn_local(async move { granted() });
        };
        let mut give_back = None;
        let held = Promise::new(&mut |resolve, _| give_back = Some(resolve));
        if let Some(give_back) = give_back {
            self.driver.try_update_value(|driver| driver.tabs.turns.insert(request, Turn { give_back }));
        }
        // The lock is held until the promise that the callback returns is resolved.
        let callback = Closure::once_into_js(move |_lock: Object| {
            granted();
            held
        });
        if let Err(error) = locks.request(&name(&address), &callback) {
            tracing::warn!("[Tabs] This browser grants no lock, so the command is sent without: {error:?}");
            spawn_local(async move { granted() });
        }
    }

    pub(super) fn end_turn(self, request: RequestId) {
        self.driver.try_update_value(|driver| driver.tabs.turns.remove(&request));
    }
}
