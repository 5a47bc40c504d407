//! The command lock: two tabs of one browser never send commands at once. (The backend leaks a stream that nobody can
//! stop when two starts race.) A Web Lock that belongs to the backend is the lock, or a lease where there are no locks.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::window;

use crate::sync::RequestId;

/// The command locks asked for or held: few at once.
#[derive(Debug, Default)]
pub(super) struct CommandLocks(Vec<(RequestId, CommandLock)>);

impl CommandLocks {
    /// A request has one lock; what it had before is released.
    pub(super) fn insert(&mut self, request: RequestId, lock: CommandLock) {
        drop(self.remove(request));
        self.0.push((request, lock));
    }

    pub(super) fn remove(&mut self, request: RequestId) -> Option<CommandLock> {
        let place = self.0.iter().position(|(of, _)| *of == request)?;
        Some(self.0.swap_remove(place).1)
    }
}

/// A command lock asked for or held.
#[derive(Debug)]
pub(super) enum CommandLock {
    WebLock(WebLock),
    /// The lease of this name.
    Lease(String),
}

/// A Web Lock asked for or held; released when dropped.
#[derive(Debug)]
pub(super) struct WebLock {
    /// Resolves the promise that holds it.
    release: Function,
}

impl WebLock {
    /// A lock that is not asked for yet, and the promise that holds it: it resolves when the lock is dropped.
    pub(super) fn new() -> (Option<Self>, Promise) {
        let mut lock = None;
        let held = Promise::new(&mut |resolve, _| lock = Some(Self { release: resolve }));
        (lock, held)
    }
}

impl Drop for WebLock {
    fn drop(&mut self) {
        // Resolving a promise calls no code of ours and does not fail.
        drop(self.release.call0(&JsValue::NULL));
    }
}

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys has among its unstable parts only.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, callback: &JsValue) -> Result<Promise, JsValue>;
}

/// Asks the browser for the Web Lock of this name. Once it is granted, `on_granted` is called, and the lock is kept until
/// `held` resolves.
///
/// # Errors
/// Where the browser grants no locks.
pub(super) fn request_web_lock(name: &str, held: Promise, on_granted: impl FnOnce() + 'static) -> Result<(), JsValue> {
    let callback = Closure::once_into_js(move |_lock: Object| {
        on_granted();
        held
    });
    lock_manager().ok_or(JsValue::UNDEFINED)?.request(name, &callback).map(drop)
}

/// Has this browser Web Locks for this page?
pub(super) fn has_web_locks() -> bool {
    lock_manager().is_some()
}

fn lock_manager() -> Option<LockManager> {
    let locks = Reflect::get(&window()?.navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
