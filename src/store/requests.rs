//! Requests under way, each cancelled when its answer no longer matters.

use web_sys::{AbortController, AbortSignal};

use crate::sync::{RequestError, RequestId};

/// The requests under way of one machine: few at once, such as a check and a command.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// So few that a map would only make the page larger.
    under_way: Vec<(RequestId, AbortController)>,
}

impl Requests {
    /// A new request: the signal that cancels it.
    pub(super) fn start(&mut self, request: RequestId) -> Option<AbortSignal> {
        // Every browser that runs WebAssembly has it; without it the request is not sent, and times out.
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.under_way.push((request, controller));
        Some(signal)
    }

    /// The request is answered. `false` when it was cancelled before: then the answer is for nobody.
    pub(super) fn finish(&mut self, request: RequestId) -> bool {
        self.take(request).is_some()
    }

    /// Cancels a request.
    pub(super) fn abort(&mut self, request: RequestId) {
        if let Some(controller) = self.take(request) {
            controller.abort();
        }
    }

    fn take(&mut self, request: RequestId) -> Option<AbortController> {
        let place = self.under_way.iter().position(|(under_way, _)| *under_way == request)?;
        Some(self.under_way.swap_remove(place).1)
    }
}

/// Why a request is not sent where no backend is chosen.
pub(super) fn no_backend() -> RequestError {
    RequestError::Network("no backend is chosen".into())
}
