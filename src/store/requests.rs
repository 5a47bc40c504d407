//! Requests under way, each cancelled when its answer no longer matters.

use std::collections::BTreeMap;

use web_sys::{AbortController, AbortSignal};

use crate::sync::RequestId;

/// The requests under way of one machine: few at once, such as a check and a command.
#[derive(Debug, Default)]
pub(super) struct Requests {
    under_way: BTreeMap<RequestId, AbortController>,
}

impl Requests {
    /// A new request: the signal that cancels it.
    pub(super) fn start(&mut self, request: RequestId) -> Option<AbortSignal> {
        // Every browser that runs WebAssembly has it; without it the request is not sent, and times out.
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.under_way.insert(request, controller);
        Some(signal)
    }

    /// The request is answered. `false` when it was cancelled before: then the answer is for nobody.
    pub(super) fn finish(&mut self, request: RequestId) -> bool {
        self.under_way.remove(&request).is_some()
    }

    /// Cancels a request.
    pub(super) fn abort(&mut self, request: RequestId) {
        if let Some(controller) = self.under_way.remove(&request) {
            controller.abort();
        }
    }
}
