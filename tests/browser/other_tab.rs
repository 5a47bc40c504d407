//! What another tab of this browser does and leaves behind, and browsers that tabs share less in.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Object, Promise, Reflect};
use web_sys::window;

/// Another tab says that it starts the stream.
pub fn say_starting() {
    let say = "const channel = new BroadcastChannel(`lockstep:${location.origin}`);
        channel.postMessage('starting');
        channel.close();";
    Function::new_no_args(say).call0(&JsValue::NULL).unwrap();
}

/// Another tab has sent a start just now, and does not know what came of it.
pub fn note_start() {
    Function::new_no_args("localStorage.setItem(`lockstep:${location.origin}:sent`, `start ${Date.now()}`)")
        .call0(&JsValue::NULL)
        .unwrap();
}

/// How long a tab takes the turn for.
pub const LEASE_MS: u32 = 3_000;

/// Another tab takes the turn before this page's backend, for so long.
pub async fn take_lease(for_ms: u32) {
    let take = "return new Promise((resolve, reject) => {
        const opening = indexedDB.open('lockstep', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('leases');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
            const transaction = opening.result.transaction('leases', 'readwrite');
            transaction.objectStore('leases').put(`7 ${Date.now() + for_ms}`, `lockstep:${location.origin}`);
            transaction.oncomplete = () => { opening.result.close(); resolve(); };
            transaction.onabort = () => reject(transaction.error);
        };
    })";
    let taken = Function::new_with_args("for_ms", take).call1(&JsValue::NULL, &for_ms.into()).unwrap();
    JsFuture::from(taken.unchecked_into::<Promise>()).await.unwrap();
}

/// How long the lease counts still; `None` where there is none.
pub async fn lease_ms() -> Option<f64> {
    let read = "return new Promise((resolve, reject) => {
        const opening = indexedDB.open('lockstep', 1);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
            const reading = opening.result.transaction('leases').objectStore('leases').get(`lockstep:${location.origin}`);
            reading.onsuccess = () => {
                opening.result.close();
                resolve(reading.result && reading.result.split(' ')[1] - Date.now());
            };
            reading.onerror = () => reject(reading.error);
        };
    })";
    let reading = Function::new_no_args(read).call0(&JsValue::NULL).unwrap();
    JsFuture::from(reading.unchecked_into::<Promise>()).await.unwrap().as_f64()
}

/// While it lives, this browser has no `navigator.locks`, as where the page is not secure.
pub struct NoLocks;

impl NoLocks {
    /// Nobody has the turn that takes the locks' place, whatever tests before have left.
    pub async fn new() -> Self {
        Self::instead("undefined").await
    }

    /// The browser has this instead, in JavaScript.
    pub async fn instead(locks: &str) -> Self {
        take_lease(0).await;
        let define = format!("Object.defineProperty(navigator, 'locks', {{ value: {locks}, configurable: true }})");
        Function::new_no_args(&define).call0(&JsValue::NULL).unwrap();
        Self
    }

    fn navigator() -> Object {
        window().unwrap().navigator().unchecked_into()
    }
}

impl Drop for NoLocks {
    fn drop(&mut self) {
        // The navigator's prototype has the true one.
        Reflect::delete_property(&Self::navigator(), &"locks".into()).unwrap();
    }
}

/// While it lives, databases are opened in this way, in JavaScript.
pub struct NoDatabase;

impl NoDatabase {
    pub fn new(open: &str) -> Self {
        let define = format!("Object.defineProperty(indexedDB, 'open', {{ value: {open}, configurable: true }})");
        Function::new_no_args(&define).call0(&JsValue::NULL).unwrap();
        Self
    }
}

impl Drop for NoDatabase {
    fn drop(&mut self) {
        Function::new_no_args("delete indexedDB.open").call0(&JsValue::NULL).unwrap();
    }
}

/// While it lives, pages that are opened hear nothing from other tabs.
pub struct NoChannel;

impl NoChannel {
    pub fn new() -> Self {
        Function::new_no_args("window.TrueChannel = BroadcastChannel; window.BroadcastChannel = undefined")
            .call0(&JsValue::NULL)
            .unwrap();
        Self
    }
}

impl Drop for NoChannel {
    fn drop(&mut self) {
        Function::new_no_args("window.BroadcastChannel = window.TrueChannel").call0(&JsValue::NULL).unwrap();
    }
}
