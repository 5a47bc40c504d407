//! How status checks run.

use super::super::check::{Course, EarlierTries};
use super::super::known::Known;
use super::super::link_record::SinceCut;
use super::super::thing::{Thing, Word};
use super::super::{
    CheckReason, Effect, FollowedEffect, Generation, Level, LogLine, RequestError, RequestId, StatusCheck, Support,
    TabMessage, Tracked, UnverifiedReason, Visibility, timing,
};
use super::Step;

/// What a backend answers that does not have a call.
const NOT_FOUND: u16 = 404;

impl<T: Thing> Step<'_, T> {
    /// Starts a check, in place of the one under way: that one's answer may be older than the reason for this one.
    pub(super) fn check(&mut self, reason: CheckReason) {
        if !self.followed.may_ask(self.session) {
            return;
        }
        if reason.is_sync() {
            self.say(Word::Syncing);
        }
        let reason = self.followed.check.reason().map_or(reason, |current| current.overridden_by(reason));
        let has_room = self.has_room || self.followed.check.is_in_flight();
        self.cancel_check();
        if has_room {
            self.send_check(reason, 0, EarlierTries::NoneFailed, Course::First);
        } else {
            let at = self.out.now;
            let tries = EarlierTries::NoneFailed;
            self.followed.check = StatusCheck::Waiting { reason, attempt: 0, tries, at, course: Course::First };
        }
    }

    fn send_check(&mut self, reason: CheckReason, attempt: usize, tries: EarlierTries, course: Course) {
        let request = self.session.next_request();
        let sent_at = self.out.now;
        let deadline = sent_at.after(reason.limit_ms(attempt));
        self.followed.check = StatusCheck::InFlight { request, reason, attempt, tries, sent_at, deadline, course };
        self.want(FollowedEffect::FetchStatus { request });
    }

    /// The check's answer no longer matters.
    pub(super) fn cancel_check(&mut self) {
        if let StatusCheck::InFlight { request, .. } = self.followed.check {
            self.out.push(Effect::Abort { request });
        }
        self.followed.check = StatusCheck::Idle;
    }

    /// The backend says that it is so now.
    pub(super) fn announced(&mut self, generation: Generation, announced: T::Known) {
        if self.session.connection.socket() != Some(generation) {
            return self.out.log(LogLine::LateSocket { generation });
        }
        if self.session.visibility == Visibility::Hidden {
            return self.followed.known.mark_unverified(UnverifiedReason::Announced(announced));
        }
        if self.followed.commanding() {
            return; // The check that follows every command comes later than this announcement.
        }
        if announced != self.followed.known.state {
            self.followed.known.mark_unverified(UnverifiedReason::Announced(announced));
        }
        self.changed_elsewhere();
    }

    /// The backend says that something changed.
    pub(super) fn changed(&mut self, generation: Generation) {
        if self.session.connection.socket() == Some(generation) {
            self.changed_elsewhere();
        } else {
            self.out.log(LogLine::LateSocket { generation });
        }
    }

    pub(super) fn fire_check_timer(&mut self) {
        match self.followed.check {
            // It is known by now that nothing leads to the backend.
            StatusCheck::Waiting { reason: CheckReason::LinkLost, .. }
                if !T::stands_for_backend() && self.session.is_away() =>
            {
                self.followed.check = StatusCheck::Idle;
                self.followed.known.mark_unverified(UnverifiedReason::LinkLost);
            }
            StatusCheck::Waiting { reason, attempt, tries, at, course } if at <= self.out.now && self.has_room => {
                self.send_check(reason, attempt, tries, course);
            }
            StatusCheck::InFlight { request, reason, attempt, tries, deadline, course, .. }
                if deadline <= self.out.now =>
            {
                self.out.push(Effect::Abort { request });
                if attempt < timing::QUICK_TRIES_MS.len() && attempt < reason.retries() {
                    self.out.log(LogLine::AskedAgain { request });
                    return self.send_check(reason, attempt + 1, tries, course);
                }
                let limit_ms = reason.limit_ms(attempt);
                self.check_replied(request, Err(RequestError::TimedOut { limit_ms }));
            }
            _ => {}
        }
    }

    pub(super) fn check_replied(&mut self, request: RequestId, answer: Result<T::Known, RequestError>) {
        let StatusCheck::InFlight { request: expected, reason, attempt, sent_at, course, .. } = self.followed.check
        else {
            return self.out.log(LogLine::LateReply { request });
        };
        #[cfg(all(test, not(target_arch = "wasm32")))]
        let expected = if self.any_reply_counts() { request } else { expected };
        if request != expected {
            return self.out.log(LogLine::LateReply { request });
        }
        self.followed.check = StatusCheck::Idle;
        let doubt = self.followed.known.unverified_reason();
        match answer {
            Ok(found) => {
                self.check_succeeded(reason, found.clone());
                self.settle_other_command(&found, sent_at);
            }
            Err(why) => self.check_failed(reason, attempt, why),
        }
        if course.is_outdated() {
            self.check_once_more(course, doubt);
        }
    }

    /// Something was announced while the check was under way that has ended.
    fn check_once_more(&mut self, course: Course, doubt: Option<UnverifiedReason<T::Known>>) {
        if course == Course::SecondOutdated
            && let Some(UnverifiedReason::Announced(announced)) = doubt
            && announced != self.followed.known.state
        {
            // The announcement may be the newer of the two.
            self.followed.known.mark_unverified(UnverifiedReason::Announced(announced));
        }
        if self.followed.check == StatusCheck::Idle && self.followed.may_ask(self.session) {
            let at = self.out.now.after(timing::CHECK_SPACING_MS);
            let (tries, course) = (EarlierTries::NoneFailed, course.next());
            self.followed.check =
                StatusCheck::Waiting { reason: CheckReason::Announced, attempt: 0, tries, at, course };
        }
    }

    fn check_succeeded(&mut self, reason: CheckReason, found: T::Known) {
        let claimed = self.claimed(reason, &found);
        let changed = claimed.filter(|was| !was.is_same(&found));
        let ordered = self.is_ordered_elsewhere(&found);
        let is_surprise = changed.is_some() && !ordered && !self.is_ordered_here(&found);
        let foretold = is_surprise.then(|| T::foretold(&found, self.session, self.out.now)).flatten();
        let corrected = changed.as_ref().filter(|_| is_surprise && foretold.is_none());
        let contradicted = reason == CheckReason::Announced && self.is_contradicted_by(&found);
        let is_telling = self.may_tell_drift();
        if reason.is_sync() {
            self.say(Word::Answered(&found));
            self.say(Word::Synced(&found));
        } else if self.followed.known.unverified_reason() == Some(UnverifiedReason::LinkLost) {
            // Nothing was vouched for, so this is no drift; the sync of the next connect tells the rest.
            self.say(Word::AnswersAgain(&found));
        } else if let Some(was) = corrected
            && is_telling
        {
            self.say(Word::Mismatch { backend: &found, frontend: was });
        }
        if changed.is_some() && ordered {
            self.say(Word::AsOrdered(&found));
        }
        if let Some(notice) = foretold {
            self.out.log(LogLine::Of { level: Level::Info, text: format!("[StreamControls] {notice}") });
            self.out.notify(notice);
        }
        if let Some(was) = corrected {
            self.tell_drift(was.clone(), &found);
            // What the backend or another tab announced, they have heard too.
            if reason != CheckReason::Announced {
                self.want(FollowedEffect::Broadcast(TabMessage::Changed));
            }
        }
        self.settle_asked(&found);
        self.followed.known.confirm(found, self.out.now);
        self.followed.support = Support::Present;
        self.followed.poll.failures = 0;
        if T::stands_for_backend() {
            if self.session.link.since_cut == SinceCut::Nothing {
                self.session.link.since_cut = SinceCut::Confirmed;
            }
            if self.session.away_since.take().is_some() {
                // The backend is back, so there is no need to wait for the next try of its socket.
                self.session.hasten_reconnect(self.out.now);
            }
        }
        self.schedule_poll();
        if contradicted {
            // The announcement may have been faster than what it announced.
            self.followed.poll.due = self.out.now.after(timing::RECHECK_MS);
        }
    }

    /// What the page claimed, where that can be corrected by a check that finds it to be so.
    fn claimed(&self, reason: CheckReason, found: &T::Known) -> Option<T::Known> {
        let last = self.followed.known.last_confirmed().map(|last| last.state);
        let claimed = match self.followed.known.unverified_reason() {
            // Before the first answer, and after a command that went unanswered, the page claimed nothing.
            Some(UnverifiedReason::NotAsked | UnverifiedReason::CommandUnanswered) => None,
            Some(UnverifiedReason::SyncFailed) => T::Known::assumed(last.as_ref()),
            // A tab that was hidden showed what was announced.
            Some(UnverifiedReason::Announced(announced)) if reason.is_sync() && announced == *found => None,
            None
            | Some(
                UnverifiedReason::LinkLost
                | UnverifiedReason::Announced(_)
                | UnverifiedReason::ChangedElsewhere
                | UnverifiedReason::NothingToStop
                | UnverifiedReason::NotReadBack,
            ) => last,
        };
        // Of what was asked for it is told apart what came of it.
        claimed.map(|was| self.followed.asked.iter().fold(was, |was, asked| T::beside(asked, was, found)))
    }

    /// Does the answer say something else than what was announced a moment before?
    fn is_contradicted_by(&self, found: &T::Known) -> bool {
        match self.followed.known.unverified_reason() {
            Some(UnverifiedReason::Announced(announced)) => announced != *found,
            Some(UnverifiedReason::ChangedElsewhere) => self.followed.known.state.is_same(found),
            _ => false,
        }
    }

    fn check_failed(&mut self, reason: CheckReason, attempt: usize, why: RequestError) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        self.take_failure_for_knowledge();
        let asked_to_wait_ms = why.asked_to_wait_ms();
        self.say(Word::Failed(reason, &why));
        if !T::stands_for_backend() && why == RequestError::Http(NOT_FOUND) {
            return self.found_no_support();
        }
        if T::stands_for_backend() {
            self.session.away_since.get_or_insert(self.out.now);
        }
        if !self.session.connection.connected() {
            // Neither way leads to the backend, whatever the check was for.
            self.followed.known.mark_unverified(UnverifiedReason::LinkLost);
            if T::stands_for_backend() {
                self.session.tell_loss(self.out);
            }
        }
        if attempt < reason.retries() && self.followed.may_ask(self.session) && asked_to_wait_ms.is_none() {
            let at = self.out.now.after(timing::RETRY_DELAYS_MS[attempt]);
            let (attempt, tries) = (attempt + 1, EarlierTries::Failed);
            self.followed.check = StatusCheck::Waiting { reason, attempt, tries, at, course: Course::First };
            return;
        }
        match reason {
            CheckReason::Connect | CheckReason::Resume if self.session.connection.connected() => {
                self.followed.known.mark_unverified(UnverifiedReason::SyncFailed);
            }
            // A poll that fails changes nothing but the age and the warning; a doubt raised before stays.
            _ => {}
        }
        self.followed.poll.failures = self.followed.poll.failures.saturating_add(1);
        self.schedule_poll();
        if T::stands_for_backend() {
            let between_polls = self.followed.between_polls(self.session, self.out.now);
            self.session.look_for_socket(between_polls, self.out.now);
        }
        if let Some(wait_ms) = asked_to_wait_ms {
            let asked = self.out.now.after(wait_ms.min(timing::POLL_MAX_MS));
            self.followed.poll.due = self.followed.poll.due.max(asked);
        }
    }

    /// The backend has no such thing: it is not asked for again until the next connect.
    fn found_no_support(&mut self) {
        self.followed.support = Support::Absent;
        self.followed.wanted.clear();
        self.followed.asked.clear();
        self.followed.known = Tracked::none();
    }
}
