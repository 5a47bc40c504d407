//! What is under way in the browser on behalf of a small machine: its requests, and its one timer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use super::requests::{Requests, no_backend};
use super::timer::Timer;
use crate::backend::{Address, Settings};
use crate::sync::{RequestError, RequestId, Timestamp};

/// A handle on it; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct UnderWay {
    held: StoredValue<Held, LocalStorage>,
    backend: RwSignal<Option<Settings>>,
}

#[derive(Debug, Default)]
struct Held {
    requests: Requests,
    timer: Timer,
}

impl UnderWay {
    /// Nothing yet. Requests will go to this backend.
    pub(super) fn new(backend: RwSignal<Option<Settings>>) -> Self {
        Self { held: StoredValue::new_local(Held::default()), backend }
    }

    /// Sends a request, and takes its answer unless it was cancelled by then.
    pub(super) fn ask<T: 'static>(
        self,
        request: RequestId,
        ask: impl AsyncFnOnce(&Address, &AbortSignal) -> Result<T, RequestError> + 'static,
        take: impl FnOnce(Result<T, RequestError>) + 'static,
    ) {
        let signal = self.held.try_update_value(|held| held.requests.start(request)).flatten();
        let address = self.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.clone()));
        spawn_local(async move {
            let answer = match (address, &signal) {
                (Some(address), Some(signal)) => ask(&address, signal).await,
                _ => Err(no_backend()),
            };
            // `false` for a request that was cancelled: its answer is for nobody.
            if self.held.try_update_value(|held| held.requests.finish(request)) == Some(true) {
                take(answer);
            }
        });
    }

    /// Cancels a request.
    pub(super) fn abort(self, request: RequestId) {
        self.held.try_update_value(|held| held.requests.abort(request));
    }

    /// Sets the timer for the machine's next deadline.
    pub(super) fn follow(self, deadline: Option<Timestamp>, on_deadline: impl FnOnce() + 'static) {
        let act = Box::new(move || {
            self.held.try_update_value(|held| held.timer.clear());
            on_deadline();
        });
        self.held.try_update_value(|held| held.timer.follow(deadline, act));
    }
}
