//! How status checks run.

use super::super::check::Course;
use super::super::link_record::SinceCut;
use super::super::{
    CheckReason, Effect, Generation, LogLine, Notice, RequestError, RequestId, StatusCheck, StreamState, TabMessage,
    UnverifiedReason, Visibility, timing,
};
use super::Step;

impl Step<'_> {
    /// Starts a check, in place of the one under way: that one's answer may be older than the reason for this one.
    pub(super) fn check(&mut self, reason: CheckReason) {
        if !self.state.may_ask() {
            return;
        }
        if reason.is_sync() {
            self.log(LogLine::Syncing);
        }
        let reason = self.state.check.reason().map_or(reason, |current| current.overridden_by(reason));
        self.cancel_check();
        self.send_check(reason, 0, Course::First);
    }

    fn send_check(&mut self, reason: CheckReason, attempt: usize, course: Course) {
        let request = self.next_request();
        let deadline = self.now.after(reason.limit_ms(attempt));
        self.state.check = StatusCheck::InFlight { request, reason, attempt, sent_at: self.now, deadline, course };
        self.effects.push(Effect::FetchStatus { request });
    }

    /// The check's answer no longer matters.
    pub(super) fn cancel_check(&mut self) {
        if let StatusCheck::InFlight { request, .. } = self.state.check {
            self.effects.push(Effect::Abort { request });
        }
        self.state.check = StatusCheck::Idle;
    }

    /// A stream started or stopped elsewhere.
    pub(super) fn announced(&mut self, generation: Generation, stream: StreamState) {
        if self.state.connection.socket() != Some(generation) {
            return self.log(LogLine::LateSocket { generation });
        }
        if self.state.visibility == Visibility::Hidden {
            return self.state.stream.mark_unverified(UnverifiedReason::Announced(stream));
        }
        if self.state.commanding() {
            return; // The check that follows every command comes later than this announcement.
        }
        if stream != self.state.stream.state {
            self.state.stream.mark_unverified(UnverifiedReason::Announced(stream));
        }
        self.changed_elsewhere();
    }

    pub(super) fn fire_check_timer(&mut self) {
        match self.state.check {
            StatusCheck::Waiting { reason, attempt, at, course } if at <= self.now => {
                self.send_check(reason, attempt, course);
            }
            StatusCheck::InFlight { request, reason, attempt, deadline, course, .. } if deadline <= self.now => {
                self.effects.push(Effect::Abort { request });
                if attempt == 0 && reason.retries() > 0 {
                    self.log(LogLine::AskedAgain { request });
                    return self.send_check(reason, 1, course);
                }
                let limit_ms = reason.limit_ms(attempt);
                self.check_replied(request, Err(RequestError::TimedOut { limit_ms }));
            }
            _ => {}
        }
    }

    pub(super) fn check_replied(&mut self, request: RequestId, answer: Result<StreamState, RequestError>) {
        let StatusCheck::InFlight { request: expected, reason, attempt, sent_at, course, .. } = self.state.check else {
            return self.log(LogLine::LateReply { request });
        };
        #[cfg(all(test, not(target_arch = "wasm32")))]
        let expected = if self.any_reply_counts() { request } else { expected };
        if request != expected {
            return self.log(LogLine::LateReply { request });
        }
        self.state.check = StatusCheck::Idle;
        let doubt = self.state.stream.unverified_reason();
        match answer {
            Ok(stream) => {
                self.check_succeeded(reason, stream);
                self.settle_other_command(stream, sent_at);
            }
            Err(why) => self.check_failed(reason, attempt, why),
        }
        if course.is_outdated() {
            self.check_once_more(course, doubt);
        }
    }

    /// Something was announced while the check was under way that has ended.
    fn check_once_more(&mut self, course: Course, doubt: Option<UnverifiedReason>) {
        if course == Course::SecondOutdated
            && let Some(UnverifiedReason::Announced(announced)) = doubt
            && announced != self.state.stream.state
        {
            // The announcement may be the newer of the two.
            self.state.stream.mark_unverified(UnverifiedReason::Announced(announced));
        }
        if self.state.check == StatusCheck::Idle && self.state.may_ask() {
            let at = self.now.after(timing::CHECK_SPACING_MS);
            let course = course.next();
            self.state.check = StatusCheck::Waiting { reason: CheckReason::Announced, attempt: 0, at, course };
        }
    }

    fn check_succeeded(&mut self, reason: CheckReason, stream: StreamState) {
        let changed = self.claimed(reason, stream).filter(|was| *was != stream);
        let ordered = self.is_ordered_elsewhere(stream);
        let corrected = changed.filter(|_| !ordered);
        let contradicted = reason == CheckReason::Announced && self.is_contradicted_by(stream);
        if reason.is_sync() {
            self.log(LogLine::BackendStatus(stream));
            self.log(LogLine::Synced(stream));
        } else if self.state.stream.unverified_reason() == Some(UnverifiedReason::LinkLost) {
            // Nothing was vouched for, so this is no drift; the sync of the next connect tells the rest.
            self.log(LogLine::AnswersAgain(stream));
        } else if let Some(was) = corrected {
            self.log(LogLine::Mismatch { backend: stream, frontend: was });
        }
        if changed.is_some() && ordered {
            self.log(LogLine::AsOrdered(stream));
        }
        if let Some(was) = corrected {
            self.notify(Notice::Corrected { was, now: stream });
            // What the backend or another tab announced, they have heard too.
            if reason != CheckReason::Announced {
                self.effects.push(Effect::Broadcast(TabMessage::Changed));
            }
        }
        self.state.stream.confirm(stream, self.now);
        if self.state.link.since_cut == SinceCut::Nothing {
            self.state.link.since_cut = SinceCut::Confirmed;
        }
        self.state.poll.failures = 0;
        if self.state.poll.away_since.take().is_some() {
            // The backend is back, so there is no need to wait for the next try of its socket.
            self.hasten_reconnect();
        }
        self.schedule_poll();
        if contradicted {
            // The announcement may have been faster than what it announced.
            self.state.poll.due = self.now.after(timing::RECHECK_MS);
        }
    }

    /// What the page claimed that the stream does, where that can be corrected by a check that finds it to do this.
    fn claimed(&self, reason: CheckReason, found: StreamState) -> Option<StreamState> {
        let last = self.state.stream.last_confirmed().map(|last| last.state);
        match self.state.stream.unverified_reason() {
            // Before the first answer, and after a command that went unanswered, the page claimed nothing.
            Some(UnverifiedReason::NotAsked | UnverifiedReason::CommandUnanswered) => None,
            Some(UnverifiedReason::SyncFailed) => Some(StreamState::Stopped),
            // A tab that was hidden showed what was announced.
            Some(UnverifiedReason::Announced(announced)) if reason.is_sync() && announced == found => None,
            None
            | Some(
                UnverifiedReason::LinkLost
                | UnverifiedReason::Announced(_)
                | UnverifiedReason::ChangedElsewhere
                | UnverifiedReason::NothingToStop,
            ) => last,
        }
    }

    /// Does the answer say something else than what was announced a moment before?
    fn is_contradicted_by(&self, found: StreamState) -> bool {
        match self.state.stream.unverified_reason() {
            Some(UnverifiedReason::Announced(announced)) => announced != found,
            Some(UnverifiedReason::ChangedElsewhere) => self.state.stream.state == found,
            _ => false,
        }
    }

    fn check_failed(&mut self, reason: CheckReason, attempt: usize, why: RequestError) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        self.take_failure_for_knowledge();
        let asked_to_wait_ms = why.asked_to_wait_ms();
        self.log(if reason.is_sync() { LogLine::SyncFailed(why) } else { LogLine::CheckFailed(why) });
        self.state.poll.away_since.get_or_insert(self.now);
        if !self.state.connection.connected() {
            // Neither way leads to the backend, whatever the check was for.
            self.state.stream.mark_unverified(UnverifiedReason::LinkLost);
            self.tell_loss();
        }
        if attempt < reason.retries() && self.state.may_ask() && asked_to_wait_ms.is_none() {
            let at = self.now.after(timing::RETRY_DELAYS_MS[attempt]);
            self.state.check = StatusCheck::Waiting { reason, attempt: attempt + 1, at, course: Course::First };
            return;
        }
        match reason {
            CheckReason::Connect | CheckReason::Resume if self.state.connection.connected() => {
                self.state.stream.mark_unverified(UnverifiedReason::SyncFailed);
            }
            // A poll that fails changes nothing but the age and the warning; a doubt raised before stays.
            _ => {}
        }
        self.state.poll.failures = self.state.poll.failures.saturating_add(1);
        self.schedule_poll();
        self.look_for_socket();
        if let Some(wait_ms) = asked_to_wait_ms {
            let asked = self.now.after(wait_ms.min(timing::POLL_MAX_MS));
            self.state.poll.due = self.state.poll.due.max(asked);
        }
    }
}
