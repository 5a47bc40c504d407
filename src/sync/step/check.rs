//! How status checks run.

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
        self.send_check(reason, 0);
    }

    fn send_check(&mut self, reason: CheckReason, attempt: usize) {
        let request = self.next_request();
        let deadline = self.now.after(reason.limit_ms(attempt));
        self.state.check = StatusCheck::InFlight { request, reason, attempt, sent_at: self.now, deadline };
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
            self.state.stream.state = stream;
            return self.state.stream.mark_unverified(UnverifiedReason::Announced);
        }
        if self.state.commanding() {
            return; // The check that follows every command comes later than this announcement.
        }
        if stream != self.state.stream.state {
            self.state.stream.mark_unverified(UnverifiedReason::Announced);
        }
        self.changed_elsewhere();
    }

    pub(super) fn fire_check_timer(&mut self) {
        match self.state.check {
            StatusCheck::Waiting { reason, attempt, at } if at <= self.now => self.send_check(reason, attempt),
            StatusCheck::InFlight { request, reason, attempt, deadline, .. } if deadline <= self.now => {
                self.effects.push(Effect::Abort { request });
                if attempt == 0 && reason.retries() > 0 {
                    self.log(LogLine::AskedAgain { request });
                    return self.send_check(reason, 1);
                }
                let limit_ms = reason.limit_ms(attempt);
                self.check_replied(request, Err(RequestError::TimedOut { limit_ms }));
            }
            _ => {}
        }
    }

    pub(super) fn check_replied(&mut self, request: RequestId, answer: Result<StreamState, RequestError>) {
        let StatusCheck::InFlight { request: expected, reason, attempt, .. } = self.state.check else {
            return self.log(LogLine::LateReply { request });
        };
        #[cfg(all(test, not(target_arch = "wasm32")))]
        let expected = if self.any_reply_counts() { request } else { expected };
        if request != expected {
            return self.log(LogLine::LateReply { request });
        }
        self.state.check = StatusCheck::Idle;
        match answer {
            Ok(stream) => self.check_succeeded(reason, stream),
            Err(why) => self.check_failed(reason, attempt, why),
        }
    }

    fn check_succeeded(&mut self, reason: CheckReason, stream: StreamState) {
        let was = self.state.stream.state;
        // Before the first answer, and after a command that went unanswered, the page claimed nothing: there is nothing
        // to correct.
        let claimed = !matches!(
            self.state.stream.unverified_reason(),
            Some(UnverifiedReason::NotAsked | UnverifiedReason::CommandUnanswered)
        );
        let changed = was != stream && claimed;
        let ordered = self.is_ordered_elsewhere(stream);
        let corrected = changed && !ordered;
        let contradicted = reason == CheckReason::Announced
            && was == stream
            && self.state.stream.unverified_reason() == Some(UnverifiedReason::Announced);
        if reason.is_sync() {
            self.log(LogLine::BackendStatus(stream));
            self.log(LogLine::Synced(stream));
        } else if corrected {
            self.log(LogLine::Mismatch { backend: stream, frontend: was });
        }
        if changed && ordered {
            self.log(LogLine::AsOrdered(stream));
        }
        if corrected {
            self.notify(Notice::Corrected { was, now: stream });
            // What the backend or another tab announced, they have heard too.
            if reason != CheckReason::Announced {
                self.effects.push(Effect::Broadcast(TabMessage::Changed));
            }
        }
        self.state.stream.confirm(stream, self.now);
        self.state.link.since_cut = SinceCut::Confirmed;
        self.settle_other_command(stream);
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

    fn check_failed(&mut self, reason: CheckReason, attempt: usize, why: RequestError) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        self.take_failure_for_knowledge();
        let asked_to_wait_ms = why.asked_to_wait_ms();
        self.log(if reason.is_sync() { LogLine::SyncFailed(why) } else { LogLine::CheckFailed(why) });
        self.state.poll.away_since.get_or_insert(self.now);
        if !self.state.connection.connected() {
            self.tell_loss();
        }
        if attempt < reason.retries() && self.state.may_ask() && asked_to_wait_ms.is_none() {
            let at = self.now.after(timing::RETRY_DELAYS_MS[attempt]);
            self.state.check = StatusCheck::Waiting { reason, attempt: attempt + 1, at };
            return;
        }
        match reason {
            CheckReason::Connect | CheckReason::Resume if self.state.connection.connected() => {
                self.state.stream.state = StreamState::Stopped;
                self.state.stream.mark_unverified(UnverifiedReason::SyncFailed);
            }
            CheckReason::Connect | CheckReason::Resume | CheckReason::LinkLost => {
                self.state.stream.mark_unverified(UnverifiedReason::LinkLost)
            }
            // A poll that fails changes nothing but the age and the warning; a doubt raised before stays.
            CheckReason::Announced | CheckReason::Command | CheckReason::Poll => {}
        }
        self.state.poll.failures = self.state.poll.failures.saturating_add(1);
        self.schedule_poll();
        if let Some(wait_ms) = asked_to_wait_ms {
            let asked = self.now.after(wait_ms.min(timing::POLL_MAX_MS));
            self.state.poll.due = self.state.poll.due.max(asked);
        }
    }
}
