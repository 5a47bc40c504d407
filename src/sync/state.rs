//! The state that the store holds.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::link_record::{LinkRecord, Loss, SinceCut};
use super::{
    Backoff, Cameras, Connection, Controls, Evidence, Generation, OtherCommand, PendingCommand, Poll, Stage,
    StatusCheck, StreamState, Timestamp, Tracked, Visibility, timing,
};

/// Everything the machine knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct State {
    /// The stream, and how it is known.
    pub stream: Tracked,
    /// The WebSocket connection.
    pub connection: Connection,
    /// The one command in flight.
    pub command: Option<PendingCommand>,
    /// A command in flight that is not this tab's own, or no longer.
    pub other_command: Option<OtherCommand>,
    /// What another tab has ordered, until a check was answered: that it is so then is no drift.
    pub(super) expected: Option<StreamState>,
    /// The one status check under way.
    pub check: StatusCheck,
    /// The poll.
    pub poll: Poll,
    /// Whether there is a camera to start.
    pub cameras: Cameras,
    /// The tab.
    pub visibility: Visibility,
    /// The buttons.
    pub controls: Controls,
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

impl State {
    /// Nothing known, nothing under way, no wish to be connected yet.
    #[must_use]
    pub const fn new(visibility: Visibility, backoff: Backoff) -> Self {
        Self {
            stream: Tracked::none(),
            connection: Connection::Closed,
            command: None,
            other_command: None,
            expected: None,
            check: StatusCheck::Idle,
            poll: Poll { due: Timestamp(0), failures: 0, away_since: None },
            cameras: Cameras::Unknown,
            visibility,
            controls: Controls::Absent,
            generation: Generation(0),
            last_request: 0,
            link: LinkRecord {
                attempt: 0,
                stands_at: Timestamp(0),
                cuts: 0,
                since_cut: SinceCut::Nothing,
                loss: Loss::None,
            },
            backoff,
            stepped_at: Timestamp(0),
            #[cfg(all(test, not(target_arch = "wasm32")))]
            injected_bug: None,
        }
    }

    /// When the machine wants [`Event::TimerFired`](super::Event::TimerFired); `None` while nothing is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let poll = (self.polling() && self.check == StatusCheck::Idle && !self.commanding()).then_some(self.poll.due);
        let command = self.command.map(|command| command.deadline);
        let other = self.other_command.map(|other| other.next_deadline());
        let connection = self.connection.next_deadline(self.visibility);
        let told = self.next_told();
        [self.check.next_deadline(), command, other, connection, poll, told, self.next_ageing()]
            .into_iter()
            .flatten()
            .min()
    }

    /// When something about the connection has to be told to the person.
    fn next_told(&self) -> Option<Timestamp> {
        match self.link.loss {
            Loss::Fresh { tell_at, .. } if self.visibility == Visibility::Visible => Some(tell_at),
            Loss::Told if self.connection.connected() => Some(self.link.stands_at),
            Loss::None | Loss::Fresh { .. } | Loss::Told => None,
        }
    }

    /// When what is known stops being fresh, if it is.
    fn next_ageing(&self) -> Option<Timestamp> {
        let Evidence::Confirmed { at } = self.stream.evidence else { return None };
        (self.is_fresh() && self.polling()).then(|| at.after(timing::FRESH_MS))
    }

    /// Was what is known confirmed a moment ago?
    pub(super) fn is_fresh(&self) -> bool {
        let Evidence::Confirmed { at } = self.stream.evidence else { return false };
        self.stepped_at.ms_since(at) < timing::FRESH_MS
    }

    /// Are requests answered, and is the socket alone refused, again and again?
    #[must_use]
    pub fn socket_is_refused(&self) -> bool {
        let is_tried = matches!(self.connection, Connection::Waiting { .. } | Connection::Connecting { .. });
        is_tried && self.connection.attempt() > 2 && self.link.since_cut == SinceCut::SocketRefused && self.verified()
    }

    pub(super) fn polling(&self) -> bool {
        self.controls == Controls::Shown && self.visibility == Visibility::Visible
    }

    /// Is a command in flight whose answer will count? Then every check would race it.
    pub(super) fn commanding(&self) -> bool {
        self.command.is_some_and(|command| command.stage == Stage::Sent)
    }

    /// May a status request leave now?
    pub(super) fn may_ask(&self) -> bool {
        self.visibility == Visibility::Visible && !self.commanding()
    }
}
