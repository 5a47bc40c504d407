//! Asking the backend what the stream does: one check at a time.

use super::step::Step;
use super::{
    Effect, Generation, LogLine, Notice, RequestError, RequestId, State, StreamState, TabMessage, Timestamp,
    UnverifiedReason, Visibility, timing,
};

/// Why a check runs. It decides about retries, console lines, and whether the page waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckReason {
    /// The connection was made: rule 1.
    Connect,
    /// The tab is shown again, or the network is back.
    Resume,
    /// The connection was lost.
    LinkLost,
    /// The backend announced a change.
    Announced,
    /// A command ended.
    Command,
    /// The poll is due.
    Poll,
}

impl CheckReason {
    const fn retries(self) -> usize {
        match self {
            Self::Connect | Self::Resume | Self::Announced | Self::Command => timing::RETRY_DELAYS_MS.len(),
            Self::LinkLost | Self::Poll => 0,
        }
    }

    const fn is_sync(self) -> bool {
        matches!(self, Self::Connect | Self::Resume)
    }

    /// The cause of the check that takes the place of this one: a sync that is asked again stays a sync.
    pub(super) const fn overridden_by(self, newer: Self) -> Self {
        match newer {
            Self::Announced | Self::Command | Self::Poll if self.is_sync() => self,
            _ => newer,
        }
    }
}

/// The one status check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusCheck {
    /// None under way.
    Idle,
    /// A request is out.
    InFlight {
        /// Its number.
        request: RequestId,
        /// Why.
        reason: CheckReason,
        /// Failed tries before it.
        attempt: usize,
        /// When it left.
        sent_at: Timestamp,
    },
    /// Waiting before the next try, or for a burst of announcements to pass.
    Waiting {
        /// Why.
        reason: CheckReason,
        /// Failed tries before it.
        attempt: usize,
        /// When the request leaves.
        at: Timestamp,
    },
}

impl StatusCheck {
    /// Why it runs; `None` when idle.
    #[must_use]
    pub const fn reason(&self) -> Option<CheckReason> {
        match self {
            Self::Idle => None,
            Self::InFlight { reason, .. } | Self::Waiting { reason, .. } => Some(*reason),
        }
    }

    pub(super) const fn next_deadline(&self) -> Option<Timestamp> {
        match self {
            Self::Idle => None,
            Self::InFlight { sent_at, .. } => Some(sent_at.after(timing::STATUS_TIMEOUT_MS)),
            Self::Waiting { at, .. } => Some(*at),
        }
    }
}

impl State {
    pub(super) fn may_ask(&self) -> bool {
        self.visibility == Visibility::Visible && !self.commanding()
    }
}

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
        self.state.check = StatusCheck::InFlight { request, reason, attempt, sent_at: self.now };
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
            self.state.knowledge.stream = stream;
            return self.state.knowledge.mark_unverified(UnverifiedReason::Announced);
        }
        if self.state.commanding() {
            return; // The check that follows every command comes later than this announcement.
        }
        if stream != self.state.knowledge.stream {
            self.state.knowledge.mark_unverified(UnverifiedReason::Announced);
        }
        self.changed_elsewhere();
    }

    pub(super) fn wake_check(&mut self) {
        match self.state.check {
            StatusCheck::Waiting { reason, attempt, at } if at <= self.now => self.send_check(reason, attempt),
            StatusCheck::InFlight { request, sent_at, .. } if sent_at.after(timing::STATUS_TIMEOUT_MS) <= self.now => {
                self.effects.push(Effect::Abort { request });
                let limit_ms = timing::STATUS_TIMEOUT_MS;
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
        let was = self.state.knowledge.stream;
        // Before the first answer, and after a command that went unanswered, the page claimed nothing: there is nothing
        // to correct.
        let claimed = !matches!(
            self.state.knowledge.unverified_reason(),
            Some(UnverifiedReason::NotAsked | UnverifiedReason::CommandUnanswered)
        );
        let corrected = was != stream && claimed;
        let contradicted = reason == CheckReason::Announced
            && was == stream
            && self.state.knowledge.unverified_reason() == Some(UnverifiedReason::Announced);
        if reason.is_sync() {
            self.log(LogLine::BackendStatus(stream));
            self.log(LogLine::Synced(stream));
        } else if corrected {
            self.log(LogLine::Mismatch { backend: stream, frontend: was });
        }
        if corrected {
            self.notify(Notice::Corrected { was, now: stream });
            // What the backend or another tab announced, they have heard too.
            if reason != CheckReason::Announced {
                self.effects.push(Effect::Broadcast(TabMessage::Changed));
            }
        }
        self.state.knowledge.confirm(stream, self.now);
        self.state.poll.failures = 0;
        self.schedule_poll();
        if contradicted {
            // The announcement may have been faster than what it announced.
            self.state.poll.due = self.now.after(timing::RECHECK_MS);
        }
    }

    fn check_failed(&mut self, reason: CheckReason, attempt: usize, why: RequestError) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        self.learn_from_failure();
        self.log(if reason.is_sync() { LogLine::SyncFailed(why) } else { LogLine::CheckFailed(why) });
        if attempt < reason.retries() && self.state.may_ask() {
            let at = self.now.after(timing::RETRY_DELAYS_MS[attempt]);
            self.state.check = StatusCheck::Waiting { reason, attempt: attempt + 1, at };
            return;
        }
        match reason {
            CheckReason::Connect | CheckReason::Resume if self.state.connection.connected() => {
                self.state.knowledge.stream = StreamState::Stopped;
                self.state.knowledge.mark_unverified(UnverifiedReason::SyncFailed);
            }
            CheckReason::Connect | CheckReason::Resume | CheckReason::LinkLost => {
                self.state.knowledge.mark_unverified(UnverifiedReason::LinkLost)
            }
            // A poll that fails changes nothing but the age and the warning; a doubt raised before stays.
            CheckReason::Announced | CheckReason::Command | CheckReason::Poll => {}
        }
        self.state.poll.failures = self.state.poll.failures.saturating_add(1);
        self.schedule_poll();
    }
}
