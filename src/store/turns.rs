//! A command's turn: two tabs of one browser never send commands at once. (The backend leaks a stream that nobody can
//! stop when two starts race.) A Web Lock that belongs to the backend is the turn; without one it is claimed over the
//! channel.

use std::collections::BTreeMap;

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::window;

use super::Store;
use super::tabs::name;
use crate::sync::{Event, RequestId};

/// The locks asked for or held.
pub(super) type Turns = BTreeMap<RequestId, Turn>;

/// A lock asked for or held; given back when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    /// Resolves the promise that holds the lock.
    give_back: Function,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Resolving a promise calls no code of ours and does not fail.
        drop(self.give_back.call0(&JsValue::NULL));
    }
}

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys has among its unstable parts only.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, callback: &JsValue) -> Result<Promise, JsValue>;
}

fn locks() -> Option<LockManager> {
    let locks = Reflect::get(&window()?.navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

impl Store {
    pub(super) fn await_turn(self, request: RequestId) {
        let (Some(locks), Some(address)) = (locks(), self.address()) else {
            return self.claim_turn(request);
        };
        let mut give_back = None;
        let held = Promise::new(&mut |resolve, _| give_back = Some(resolve));
        if let Some(give_back) = give_back {
            self.driver.try_update_value(|driver| driver.turns.insert(request, Turn { give_back }));
        }
        // The lock is held until the promise that the callback returns is resolved.
        let callback = Closure::once_into_js(move |_lock: Object| {
            self.dispatch(Event::TurnCame { request });
            held
        });
        if let Err(error) = locks.request(&name(&address), &callback) {
            tracing::warn!("[Tabs] This browser grants no lock, so the turn is claimed without: {error:?}");
            self.claim_turn(request);
        }
    }

    pub(super) fn end_turn(self, request: RequestId) {
        self.drop_claim(request);
        self.driver.try_update_value(|driver| driver.turns.remove(&request));
    }
}
