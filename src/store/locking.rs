//! Acquiring and releasing the command lock.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::channel::name;
use super::command_lock::{CommandLock, WebLock, has_web_locks, request_web_lock};
use super::handle::Store;
use super::lease::{self, Attempt};
use crate::sync::{Event, RequestId, Stage};

/// How long until a lease that another tab had is asked for again.
const LEASE_RETRY_MS: u32 = 100;

impl Store {
    /// Asks for the command lock; [`Event::LockAcquired`] follows when this tab has it.
    pub(super) fn acquire_lock(self, request: RequestId) {
        let name = self.address().map(|address| name(&address)).unwrap_or_default();
        if !has_web_locks() {
            return spawn_local(self.acquire_lease(request, name));
        }
        let (lock, held) = WebLock::new();
        if let Some(lock) = lock {
            self.keep_lock(request, CommandLock::WebLock(lock));
        }
        let asked = request_web_lock(&name, held, move || self.dispatch(Event::LockAcquired { request }));
        if let Err(error) = asked {
            tracing::warn!("[Tabs] This browser grants no lock: {error:?}");
            spawn_local(self.acquire_lease(request, name));
        }
    }

    async fn acquire_lease(self, request: RequestId, name: String) {
        while self.is_queued(request) {
            match lease::take(&name).await {
                Ok(Attempt::Taken) => {
                    self.keep_lock(request, CommandLock::Lease(name));
                    // If the command was given up meanwhile, the machine releases the lock.
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

    /// The command is over, or given up.
    pub(super) fn release_lock(self, request: RequestId) {
        let lock = self.in_flight.try_update_value(|in_flight| in_flight.command_locks.remove(request)).flatten();
        match lock {
            Some(CommandLock::WebLock(lock)) => drop(lock),
            Some(CommandLock::Lease(name)) => spawn_local(async move {
                if let Err(error) = lease::give_back(&name).await {
                    tracing::warn!("[Tabs] The lease could not be given back, and ends by itself: {error:?}");
                }
            }),
            None => {}
        }
    }

    fn keep_lock(self, request: RequestId, lock: CommandLock) {
        self.in_flight.try_update_value(|in_flight| in_flight.command_locks.insert(request, lock));
    }

    fn is_queued(self, request: RequestId) -> bool {
        let command = self.state.try_with_untracked(|state| state.command).flatten();
        command.is_some_and(|command| command.request == request && command.stage == Stage::Queued)
    }
}
