//! One thing that is followed: what is known of it, and what is under way about it.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::check::{CheckReason, EarlierTries};
use super::thing::{Standing, Thing};
use super::{
    Drift, OtherCommand, PendingCommand, Poll, Session, Stage, StatusCheck, StreamState, Support, Timestamp, Tracked,
    UnverifiedReason, Visibility, Watch,
};

/// A thing, what is known of it, and what is under way about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
#[serde(bound = "")]
pub struct Followed<T: Thing> {
    /// Which one.
    pub thing: T,
    /// What is known of it, and how.
    pub known: Tracked<T::Known>,
    /// The one command in flight.
    pub command: Option<PendingCommand<T::Command>>,
    /// What is sent when that has ended: the latest of each kind.
    pub wanted: Vec<T::Command>,
    /// When the next of these may leave.
    pub(super) next_send: Timestamp,
    /// What the backend has taken, until it says what came of it: the latest of each kind.
    pub asked: Vec<T::Command>,
    /// A command in flight that is not this tab's own, or no longer.
    pub other_command: Option<OtherCommand<T::Command>>,
    /// What another tab has ordered, until a check was answered: that it is so then is no drift.
    pub(super) expected: Option<T::Command>,
    /// The one status check under way.
    pub check: StatusCheck,
    /// The poll.
    pub poll: Poll,
    /// Whether anybody looks at it.
    pub watch: Watch,
    /// Does the backend have it?
    pub support: Support,
    /// What of its drift is told, and what is not yet.
    pub(super) drift: Drift<T::Known>,
}

impl<T: Thing> Followed<T> {
    /// Nothing known, nothing under way.
    pub(super) fn new(thing: T) -> Self {
        Self {
            thing,
            known: Tracked::none(),
            command: None,
            wanted: Vec::new(),
            next_send: Timestamp(0),
            asked: Vec::new(),
            other_command: None,
            expected: None,
            check: StatusCheck::Idle,
            poll: Poll { due: Timestamp(0), failures: 0 },
            watch: Watch::Absent,
            support: Support::Unknown,
            drift: Drift { told_at: None, was: None },
        }
    }

    /// Is a check under way that the page has to wait for before it can vouch for anything?
    #[must_use]
    pub fn syncing(&self, session: &Session) -> bool {
        match self.check.reason() {
            None => false,
            Some(CheckReason::Connect) => !(session.link.is_flapping() && self.is_fresh(session)),
            Some(CheckReason::Resume | CheckReason::LinkLost) => !self.is_fresh(session),
            Some(CheckReason::Announced | CheckReason::Command | CheckReason::Poll) => {
                self.known.unverified_reason().is_some_and(|reason| reason != UnverifiedReason::SyncFailed)
            }
        }
    }

    /// Does the page vouch for what it shows, freshly?
    #[must_use]
    pub fn verified(&self, session: &Session) -> bool {
        self.is_fresh(session) && self.poll.failures == 0 && !self.retrying()
    }

    /// Is the check under way a try after a failed one?
    #[must_use]
    pub const fn retrying(&self) -> bool {
        const FAILED: EarlierTries = EarlierTries::Failed;
        matches!(self.check, StatusCheck::Waiting { tries: FAILED, .. } | StatusCheck::InFlight { tries: FAILED, .. })
    }

    /// Can a value be set now, or a switch be turned: was it seen since the connection was made?
    #[must_use]
    pub fn can_be_set(&self, session: &Session) -> bool {
        self.is_reached(session) && session.visibility == Visibility::Visible
    }

    /// Was it seen since the backend was last lost, and does that answer now?
    pub(super) fn is_reached(&self, session: &Session) -> bool {
        let is_lost = matches!(
            self.known.evidence,
            super::Evidence::Unverified { reason: UnverifiedReason::NotAsked | UnverifiedReason::LinkLost, .. }
        );
        // A command without an answer is the stronger doubt, and would hide that the backend is lost.
        !is_lost && !session.is_away() && self.known.confirmed_at().is_some()
    }

    /// How things stand with it, as far as a command may depend on it.
    pub(super) fn standing<'a>(&'a self, session: &Session, stream: Option<StreamState>) -> Standing<'a, T::Known> {
        Standing {
            known: &self.known,
            is_busy: self.command.is_some() || self.other_command.is_some(),
            is_syncing: self.syncing(session),
            can_be_set: self.can_be_set(session),
            cameras: session.cameras,
            stream,
        }
    }

    /// What is confirmed, and nothing heard since that says otherwise.
    #[must_use]
    pub fn confirmed(&self) -> Option<&T::Known> {
        self.known.is_confirmed().then_some(&self.known.state)
    }

    /// What was asked for and is not confirmed: the newest first.
    pub fn pending(&self) -> impl Iterator<Item = T::Command> {
        let command = self.command.map(|pending| pending.command);
        let asked = self.asked.iter().rev().copied();
        self.wanted.iter().rev().copied().chain(command).chain(asked)
    }

    /// Was what is known confirmed a moment ago?
    pub(super) fn is_fresh(&self, session: &Session) -> bool {
        self.known.is_confirmed() && self.is_recent(session)
    }

    fn is_recent(&self, session: &Session) -> bool {
        let fresh_ms = self.thing.fresh_ms(&self.known.state, self.watch);
        self.known.confirmed_at().is_some_and(|at| session.stepped_at.ms_since(at) < fresh_ms)
    }

    pub(super) fn polling(&self, session: &Session) -> bool {
        // While the backend is away, one thing is enough to find it.
        self.is_watched()
            && session.visibility == Visibility::Visible
            && (T::stands_for_backend() || !session.is_away())
    }

    pub(super) fn is_watched(&self) -> bool {
        self.watch != Watch::Absent && self.support != Support::Absent
    }

    /// Is a command in flight whose answer will count? Then every check would race it.
    pub(super) fn commanding(&self) -> bool {
        self.command.is_some_and(|command| command.stage == Stage::Sent)
    }

    /// May a status request leave now?
    pub(super) fn may_ask(&self, session: &Session) -> bool {
        session.visibility == Visibility::Visible
            && !self.commanding()
            && (T::stands_for_backend() || self.is_watched())
    }

    /// When its poll is due.
    pub(super) fn next_poll(&self, session: &Session) -> Option<Timestamp> {
        let is_idle = self.check == StatusCheck::Idle;
        (is_idle && !self.commanding() && self.polling(session)).then_some(self.poll.due)
    }

    /// When it wants to be looked after, but for its poll; what waits for room does not while there is none.
    pub(super) fn next_deadline(&self, session: &Session, has_room: bool) -> Option<Timestamp> {
        let check = self.check.next_deadline().filter(|_| has_room || self.check.is_in_flight());
        let command = self.command.map(|command| command.deadline);
        let other = self.other_command.as_ref().map(OtherCommand::next_deadline);
        let wanted = (self.command.is_none() && !self.wanted.is_empty()).then_some(self.next_send);
        let drift = self.drift.next_deadline(T::telling_interval_ms());
        [check, command, other, wanted, drift, self.next_ageing(session)].into_iter().flatten().min()
    }

    /// When what is known stops being fresh, if it is.
    fn next_ageing(&self, session: &Session) -> Option<Timestamp> {
        let at = self.known.confirmed_at().filter(|_| self.is_fresh(session) && self.polling(session))?;
        Some(at.after(self.thing.fresh_ms(&self.known.state, self.watch)))
    }
}
