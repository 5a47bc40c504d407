//! The worker's global scope, and posting to the page from it.

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::js_sys::global;

use super::WorkerEvent;

/// The worker's global scope.
pub(super) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Posts this to the page.
pub(super) fn post(event: &WorkerEvent) {
    if let Err(why) = scope().post_message(&event.to_message()) {
        // Nothing in a report can't be sent, and there is nobody else to tell.
        tracing::error!("[LiveView] The painter can’t tell the page: {why:?}");
    }
}
