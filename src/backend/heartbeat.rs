//! When the backend was last heard on a socket, and for how long it may be silent.

use std::cell::Cell;

use crate::browser::clock;
use crate::sync::Timestamp;
use crate::wire::Open;

/// How late a ping may be while the backend answers elsewhere. A stop freezes a backend for as long as its camera
/// takes, pings and answers alike; this is for the order in which they come afterwards.
const LATE_MS: u64 = 5_000;

/// Whether a socket is alive: what came last, and how long the backend may be silent.
#[derive(Debug)]
pub(super) struct Heartbeat {
    received_at: Cell<Timestamp>,
    /// Interval between pings, and how late one may be, in milliseconds; `None` before the handshake.
    limits: Cell<Option<(u64, u64)>>,
}

impl Heartbeat {
    /// The heartbeat of a socket that is being opened.
    pub(super) fn new() -> Self {
        Self { received_at: Cell::new(clock::now()), limits: Cell::new(None) }
    }

    /// Something came.
    pub(super) fn received(&self) {
        self.received_at.set(clock::now());
    }

    /// The backend said how often it pings.
    pub(super) fn set_limits(&self, open: &Open) {
        self.limits.set(Some((open.ping_interval_ms.into(), open.ping_timeout_ms.into())));
    }

    /// Is a ping missing for longer than the backend said that one can be?
    pub(super) fn is_lost(&self) -> bool {
        self.silent_for_longer_than(|interval_ms, timeout_ms| interval_ms.saturating_add(timeout_ms))
    }

    /// Is a ping missing although the backend answers elsewhere? Then it is the socket that is dead.
    pub(super) fn is_overdue(&self) -> bool {
        self.silent_for_longer_than(|interval_ms, timeout_ms| interval_ms.saturating_add(timeout_ms.min(LATE_MS)))
    }

    fn silent_for_longer_than(&self, limit_ms: impl FnOnce(u64, u64) -> u64) -> bool {
        self.limits.get().is_some_and(|(interval_ms, timeout_ms)| {
            clock::now().ms_since(self.received_at.get()) > limit_ms(interval_ms, timeout_ms)
        })
    }
}
