//! The poll that detects drift, and the words about it.

use super::super::known::Known;
use super::super::thing::{Thing, Word};
use super::super::{CheckReason, StatusCheck, UnverifiedReason, Watch};
use super::Step;

impl<T: Thing> Step<'_, T> {
    /// Sets the next poll, counted from now: every answered check is as good as a poll.
    pub(super) fn schedule_poll(&mut self) {
        let interval_ms = self.followed.thing.poll_interval_ms(&self.followed.known.state, self.followed.watch);
        // A backend that keeps the socket up is there: what was known of it stands, and what is not known can be soon.
        let is_there = self.session.connection.connected()
            && (self.followed.known.is_confirmed() || !self.session.is_looking(self.out.now));
        let wait_ms = match self.session.away_ms(self.out.now).filter(|_| T::stands_for_backend()) {
            None if self.followed.poll.failures == 0 => interval_ms,
            None => interval_ms.max(self.session.backoff.failed_poll_ms()),
            Some(_) if is_there => self.session.backoff.failed_poll_ms(),
            Some(away_ms) => self.session.backoff.away_poll_ms(away_ms),
        };
        self.followed.poll.due = self.out.now.after(wait_ms);
    }

    pub(super) fn fire_poll_timer(&mut self) {
        let is_due = self.followed.check == StatusCheck::Idle && self.followed.poll.due <= self.out.now;
        if is_due && self.has_room && self.followed.polling(self.session) {
            self.check(CheckReason::Poll);
        }
    }

    pub(super) fn watched(&mut self, watch: Watch) {
        let before = std::mem::replace(&mut self.followed.watch, watch);
        let sees_more = match watch {
            Watch::Absent => false,
            Watch::Glance => before == Watch::Absent,
            // Who looks anew wants to be sure.
            Watch::Full => true,
        };
        if watch == Watch::Absent && !T::stands_for_backend() {
            return self.cancel_check();
        }
        // What is under way was asked by one who looks at less.
        let is_too_little = !T::stands_for_backend() && before != watch;
        if sees_more && (self.followed.check == StatusCheck::Idle || is_too_little) {
            // Unwatched, nothing was polled, so what was known before may have aged.
            let first = self.followed.known.unverified_reason() == Some(UnverifiedReason::NotAsked);
            self.check(if first { CheckReason::Poll } else { CheckReason::Resume });
        }
    }

    pub(super) fn may_tell_drift(&self) -> bool {
        self.followed.drift.may_tell(T::telling_interval_ms(), self.out.now)
    }

    /// Tells that the page had drifted; where that was told a moment ago, it is told later, and once.
    pub(super) fn tell_drift(&mut self, was: T::Known, found: &T::Known) {
        if !self.may_tell_drift() {
            self.followed.drift.was.get_or_insert(was);
            return;
        }
        if T::telling_interval_ms() > 0 {
            self.followed.drift.told_at = Some(self.out.now);
        }
        let was = self.followed.drift.was.take().unwrap_or(was);
        let notice = self.followed.thing.corrected(&was, found);
        self.out.notify(notice);
    }

    pub(super) fn fire_drift_timer(&mut self) {
        if !self.may_tell_drift() {
            return;
        }
        let Some(was) = self.followed.drift.was.take() else { return };
        let found = self.followed.known.state.clone();
        // It may be as before by now.
        if self.followed.known.is_confirmed() && !was.is_same(&found) {
            self.say(Word::Mismatch { backend: &found, frontend: &was });
            self.tell_drift(was, &found);
        }
    }
}
