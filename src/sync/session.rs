//! What all followed things share: the connection, the tab, the numbers.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::link_record::{LinkRecord, Loss};
use super::{Backoff, Cameras, Connection, Generation, RequestId, Timestamp, Visibility, timing};

/// What all followed things share.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Session {
    /// The WebSocket connection.
    pub connection: Connection,
    /// Whether there is a camera to start.
    pub cameras: Cameras,
    /// The tab.
    pub visibility: Visibility,
    /// Since when the backend does not say what its stream does, as far as somebody has been looking; `None` while it does.
    pub(super) away_since: Option<Timestamp>,
    /// Until when a stream that is found stopped was stopped by an exposure that was set here, or in another tab of this
    /// browser, where it was said before that it does so.
    pub(super) exposure_stops_until: Option<Timestamp>,
    /// The newest socket's number.
    pub(super) generation: Generation,
    /// The newest request's number.
    pub(super) last_request: u64,
    /// How connections went since one that stood.
    pub(super) link: LinkRecord,
    /// Spreads the waits.
    pub(super) backoff: Backoff,
    /// When the machine last heard anything: what is fresh is fresh as of then.
    pub(super) stepped_at: Timestamp,
    /// A rule that is broken on purpose.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    #[serde(skip)]
    pub(super) injected_bug: Option<super::injected_bug::InjectedBug>,
}

impl Session {
    /// No wish to be connected yet.
    pub(super) fn new(visibility: Visibility, backoff: Backoff) -> Self {
        Self {
            connection: Connection::Closed,
            cameras: Cameras::Unknown,
            visibility,
            away_since: None,
            exposure_stops_until: None,
            generation: Generation(0),
            last_request: 0,
            link: LinkRecord::default(),
            backoff,
            stepped_at: Timestamp(0),
            #[cfg(all(test, not(target_arch = "wasm32")))]
            injected_bug: None,
        }
    }

    /// When something about the connection is due.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        [self.connection.next_deadline(self.visibility), self.next_told()].into_iter().flatten().min()
    }

    /// When something about the connection has to be told to the person.
    fn next_told(&self) -> Option<Timestamp> {
        match self.link.loss {
            Loss::Fresh { tell_at, .. } if self.visibility == Visibility::Visible => Some(tell_at),
            Loss::Told if self.connection.connected() => Some(self.link.stands_at),
            Loss::None | Loss::Fresh { .. } | Loss::Told => None,
        }
    }

    /// Does the backend not say what its stream does?
    pub(super) const fn is_away(&self) -> bool {
        self.away_since.is_some()
    }

    /// How long the backend has not said what its stream does; `None` while it does.
    pub(super) fn away_ms(&self, now: Timestamp) -> Option<u64> {
        self.away_since.map(|since| now.ms_since(since))
    }

    /// Is the backend lost so lately that somebody is looking, and waits for it?
    pub(super) fn is_looking(&self, now: Timestamp) -> bool {
        self.away_ms(now).is_some_and(|away_ms| away_ms < timing::LOOKING_MS)
    }

    pub(super) const fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }
}
