//! The command lock: two tabs of one browser never send commands at once. (The backend leaks a stream that nobody can
//! stop when two starts race.) A Web Lock that belongs to the backend is the lock, or a lease where there are no locks.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::window;

use super::lease::Lease;
use crate::sync::RequestId;

/// A browser that has said nothing by then says nothing about locks.
const ANSWER_LIMIT_MS: u32 = 3_000;

/// The command locks asked for or held: few at once.
#[derive(Debug, Default)]
pub(super) struct CommandLocks(Vec<(RequestId, CommandLock)>);

impl CommandLocks {
    /// A request has one lock; what it had before is released.
    pub(super) fn insert(&mut self, request: RequestId, lock: CommandLock) {
        if let Some(before) = self.remove(request) {
            before.release();
        }
        self.0.push((request, lock));
    }

    pub(super) fn remove(&mut self, request: RequestId) -> Option<CommandLock> {
        let place = self.0.iter().position(|(of, _)| *of == request)?;
        Some(self.0.swap_remove(place).1)
    }
}

/// A command lock asked for or held; released when dropped.
#[derive(Debug)]
pub(super) enum CommandLock {
    WebLock(WebLock),
    Lease(Lease),
}

impl CommandLock {
    /// Lets the next tab have it.
    pub(super) fn release(self) {
        match self {
            Self::WebLock(lock) => drop(lock),
            Self::Lease(lease) => drop(lease),
        }
    }
}

/// A Web Lock asked for or held; released when dropped.
#[derive(Debug)]
pub(super) struct WebLock {
    /// Resolves the promise that holds it.
    release: Function,
    released: Rc<Cell<bool>>,
}

impl Drop for WebLock {
    fn drop(&mut self) {
        self.released.set(true);
        // Resolving a promise calls no code of ours and does not fail.
        drop(self.release.call0(&JsValue::NULL));
    }
}

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// If nobody has it.
    IfFree,
    /// After everybody who has asked before.
    InTurn,
    /// Away from the tab that has it.
    Steal,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum LockAnswer {
    /// This tab has it.
    Granted,
    /// Another tab has it.
    HeldElsewhere,
    /// It was given up meanwhile.
    GivenUp,
    /// The browser grants no locks here.
    Refused(JsValue),
}

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys has among its unstable parts only.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &JsValue, callback: &JsValue) -> Result<Promise, JsValue>;
}

/// A Web Lock that was asked for, until the browser has said whether it is granted.
pub(super) struct LockRequest {
    answered: Promise,
    /// Ends the wait for a browser that says nothing.
    _limit: Option<Timeout>,
}

impl LockRequest {
    /// Asks the browser for the Web Lock of this name, which is kept until the first half of the result is dropped.
    /// `on_lost` is called if another tab takes it away.
    ///
    /// # Errors
    /// Where the browser has no locks for this page.
    pub(super) fn send(
        name: &str,
        asking: Asking,
        on_lost: impl FnOnce() + 'static,
    ) -> Result<(WebLock, Self), JsValue> {
        let manager = lock_manager().ok_or("there are no locks")?;
        let (held, release) = promise()?;
        let (answered, answer) = promise()?;
        let released = Rc::new(Cell::new(false));
        let granted = Rc::new(Cell::new(false));
        let callback = Closure::once_into_js({
            let (released, granted, answer) = (Rc::clone(&released), Rc::clone(&granted), answer.clone());
            move |lock: JsValue| {
                granted.set(!lock.is_null() && !released.get());
                say(&answer, &granted.get().into());
                held
            }
        });
        let ended = manager.request(name, &options(asking)?.into(), &callback)?;
        let limit = (asking != Asking::InTurn).then(|| {
            let answer = answer.clone();
            Timeout::new(ANSWER_LIMIT_MS, move || say(&answer, &"the browser does not answer".into()))
        });
        // A promise that is refused does not throw: whoever does not wait for it never hears of it.
        spawn_local(async move {
            if let Err(why) = JsFuture::from(ended).await {
                if granted.get() { on_lost() } else { say(&answer, &why) }
            }
        });
        Ok((WebLock { release, released }, Self { answered, _limit: limit }))
    }

    /// What the browser says.
    pub(super) async fn answer(self, is_wanted: impl FnOnce() -> bool) -> LockAnswer {
        let answer = JsFuture::from(self.answered).await;
        match answer.as_ref().ok().and_then(JsValue::as_bool) {
            Some(true) => LockAnswer::Granted,
            Some(false) if is_wanted() => LockAnswer::HeldElsewhere,
            Some(false) => LockAnswer::GivenUp,
            None => LockAnswer::Refused(answer.unwrap_or_else(|why| why)),
        }
    }
}

fn options(asking: Asking) -> Result<Object, JsValue> {
    let options = Object::new();
    match asking {
        Asking::IfFree => drop(Reflect::set(&options, &"ifAvailable".into(), &true.into())?),
        Asking::Steal => drop(Reflect::set(&options, &"steal".into(), &true.into())?),
        Asking::InTurn => {}
    }
    Ok(options)
}

/// A promise, and what resolves it.
fn promise() -> Result<(Promise, Function), JsValue> {
    let mut resolve = None;
    let promise = Promise::new(&mut |resolve_it, _| resolve = Some(resolve_it));
    Ok((promise, resolve.ok_or("there are no promises")?))
}

/// Resolves a promise, if it is not resolved yet.
fn say(resolve: &Function, value: &JsValue) {
    // Resolving a promise calls no code of ours and does not fail.
    drop(resolve.call1(&JsValue::NULL, value));
}

fn lock_manager() -> Option<LockManager> {
    let locks = Reflect::get(&window()?.navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
