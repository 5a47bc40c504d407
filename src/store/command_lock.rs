//! A command's turn: two tabs of one browser never send commands at once. (The backend leaks a stream that nobody can
//! stop when two starts race.) A Web Lock that belongs to the backend is the turn, or a lease where there are no locks.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::window;

use super::lease::{self, Attempt};
use super::store::Store;
use super::tabs::name;
use crate::sync::{Event, RequestId, Stage};

/// How long until a lease that another tab had is asked for again.
const LEASE_RETRY_MS: u32 = 100;

/// The turns asked for or held: few at once.
#[derive(Debug, Default)]
pub(super) struct CommandLocks(Vec<(RequestId, Turn)>);

impl CommandLocks {
    /// A request has one turn; what it had before ends.
    fn insert(&mut self, request: RequestId, turn: Turn) {
        drop(self.remove(request));
        self.0.push((request, turn));
    }

    fn remove(&mut self, request: RequestId) -> Option<Turn> {
        let place = self.0.iter().position(|(of, _)| *of == request)?;
        Some(self.0.swap_remove(place).1)
    }
}

/// A turn asked for or held.
#[derive(Debug)]
pub(super) enum Turn {
    Lock(Lock),
    /// The lease of this name.
    Lease(String),
}

/// A lock asked for or held; given back when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    /// Resolves the promise that holds it.
    give_back: Function,
}

impl Drop for Lock {
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
        let name = self.address().map(|address| name(&address)).unwrap_or_default();
        let Some(locks) = locks() else {
            return spawn_local(self.await_lease(request, name));
        };
        let mut give_back = None;
        let held = Promise::new(&mut |resolve, _| give_back = Some(resolve));
        if let Some(give_back) = give_back {
            self.in_flight
                .try_update_value(|in_flight| in_flight.turns.insert(request, Turn::Lock(Lock { give_back })));
        }
        // The lock is held until the promise that the callback returns is resolved.
        let callback = Closure::once_into_js(move |_lock: Object| {
            self.dispatch(Event::LockAcquired { request });
            held
        });
        if let Err(error) = locks.request(&name, &callback) {
            tracing::warn!("[Tabs] This browser grants no lock: {error:?}");
            spawn_local(self.await_lease(request, name));
        }
    }

    async fn await_lease(self, request: RequestId, name: String) {
        while self.is_queued(request) {
            match lease::take(&name).await {
                Ok(Attempt::Taken) => {
                    self.in_flight.try_update_value(|in_flight| in_flight.turns.insert(request, Turn::Lease(name)));
                    // If the command was given up meanwhile, the machine ends its turn.
                    return self.dispatch(Event::LockAcquired { request });
                }
                Ok(Attempt::Refused) => TimeoutFuture::new(LEASE_RETRY_MS).await,
                Err(error) => {
                    tracing::warn!("[Tabs] This browser has neither locks nor a database for this page: {error:?}");
                    return self.dispatch(Event::LockAcquired { request });
                }
            }
        }
    }

    fn is_queued(self, request: RequestId) -> bool {
        let command = self.state.try_with_untracked(|state| state.command).flatten();
        command.is_some_and(|command| command.request == request && command.stage == Stage::Queued)
    }

    pub(super) fn end_turn(self, request: RequestId) {
        let turn = self.in_flight.try_update_value(|in_flight| in_flight.turns.remove(request)).flatten();
        match turn {
            Some(Turn::Lock(lock)) => drop(lock),
            Some(Turn::Lease(name)) => spawn_local(async move {
                if let Err(error) = lease::give_back(&name).await {
                    tracing::warn!("[Tabs] The turn could not be given back, and ends by itself: {error:?}");
                }
            }),
            None => {}
        }
    }
}
