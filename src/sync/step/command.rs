//! How commands go, and what their answers mean.

use super::super::thing::{Meaning, Thing, Word};
use super::super::{
    CheckReason, Connection, Effect, FollowedEffect, LogLine, OtherCommand, PendingCommand, RequestError, RequestId,
    Sender, Stage, TabMessage, UnverifiedReason, timing,
};
use super::Step;

/// What a proxy answers that has waited long enough for the backend.
const GATEWAY_TIMEOUT: u16 = 504;

impl<T: Thing> Step<'_, T> {
    pub(super) fn clicked(&mut self, intent: T::Intent) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.click_is_a_blind_toggle() {
            return;
        }
        let standing = self.followed.standing(self.session, self.stream);
        let Some(command) = T::allowed(intent, standing) else { return self.say(Word::Refused) };
        if T::can_wait(&command) {
            #[cfg(all(test, not(target_arch = "wasm32")))]
            if self.drops_what_comes_second() {
                return self.say(Word::Refused);
            }
            self.followed.wanted.retain(|older| !T::replaces(&command, older));
            self.followed.wanted.push(command);
            return self.send_wanted();
        }
        if self.followed.command.is_some() {
            return self.say(Word::Refused);
        }
        self.order(command);
    }

    /// Asks for the turn to send a command.
    pub(super) fn order(&mut self, command: T::Command) {
        let request = self.session.next_request();
        let deadline = self.out.now.after(timing::LOCK_TIMEOUT_MS);
        self.followed.command = Some(PendingCommand { command, request, stage: Stage::Queued, deadline });
        self.want(FollowedEffect::AcquireLock { request });
    }

    /// What waits behind a command that has ended, if its time has come.
    pub(super) fn send_wanted(&mut self) {
        // What was asked for while the backend was being lost is not sent to the one that comes after it.
        let is_lost = !self.followed.is_reached(self.session);
        #[cfg(all(test, not(target_arch = "wasm32")))]
        let is_lost = is_lost && !self.replays_what_was_lost();
        if is_lost {
            return self.followed.wanted.clear();
        }
        let is_due = self.followed.command.is_none() && self.followed.next_send <= self.out.now;
        if is_due && !self.followed.wanted.is_empty() {
            self.followed.next_send = self.out.now.after(timing::SENDING_INTERVAL_MS);
            let command = self.followed.wanted.remove(0);
            self.order(command);
        }
    }

    /// Another tab has the turn.
    pub(super) fn lock_held_elsewhere(&mut self, request: RequestId) {
        if let Some(pending) = self.unsent_command(request).filter(|pending| pending.stage == Stage::Queued) {
            pending.stage = Stage::Waiting;
        }
    }

    /// This tab holds the command lock until the command ends.
    pub(super) fn lock_acquired(&mut self, request: RequestId) {
        let now = self.out.now;
        let Some(pending) = self.unsent_command(request).filter(|pending| pending.stage != Stage::Ready) else {
            // Given up meanwhile, or before the computer slept: the next tab gets the lock.
            return self.out.push(Effect::ReleaseLock { request });
        };
        pending.stage = Stage::Ready;
        pending.deadline = now.after(timing::WORD_MS);
        self.send_ready_command();
    }

    /// Sends the command of the tab that has the turn, once what was sent before is over.
    pub(super) fn send_ready_command(&mut self) {
        if self.followed.other_command.is_some() {
            return;
        }
        let pending = self.followed.command.as_mut().filter(|pending| pending.stage == Stage::Ready);
        let Some(pending) = pending else { return };
        let PendingCommand { command, request, .. } = *pending;
        let known = &self.followed.known;
        // A value is sent in any case: what is known of it may be some seconds old.
        if !T::can_wait(&command) && known.is_confirmed() && T::is_done(&command, &known.state) {
            // Another tab did it while it held the lock.
            self.followed.command = None;
            self.out.push(Effect::ReleaseLock { request });
            return self.check(CheckReason::Command);
        }
        pending.stage = Stage::Sent;
        pending.deadline = self.out.now.after(timing::COMMAND_TIMEOUT_MS);
        // A status reply that left before the command would overwrite what the command brings about.
        self.cancel_check();
        self.want(FollowedEffect::Broadcast(TabMessage::Commanding(command)));
        self.want(FollowedEffect::SendCommand { request, command });
    }

    /// Another tab has taken the turn over, because this one was not heard of for too long.
    pub(super) fn lock_lost(&mut self, request: RequestId) {
        let Some(pending) = self.followed.command.filter(|pending| pending.request == request) else { return };
        if pending.stage.is_sent() {
            // What is answered now may be from before what the other tab has sent.
            self.orphan_command();
            self.out.push(Effect::ReleaseLock { request });
            let notice = self.followed.thing.turn_lost(&pending.command);
            return self.out.notify(notice);
        }
        self.give_up_turn(request);
    }

    fn unsent_command(&mut self, request: RequestId) -> Option<&mut PendingCommand<T::Command>> {
        self.followed.command.as_mut().filter(|pending| pending.request == request && !pending.stage.is_sent())
    }

    /// The command is not sent, and its turn goes to the next tab.
    fn give_up_turn(&mut self, request: RequestId) {
        self.out.push(Effect::ReleaseLock { request });
        if let Some(pending) = self.followed.command.take() {
            let notice = self.followed.thing.not_sent(&pending.command);
            self.out.notify(notice);
        }
    }

    /// The connection changed: what was sent before may be answered by a backend that is gone.
    pub(super) fn orphan_command(&mut self) {
        if let Some(command) = self.followed.command.as_mut().filter(|command| command.stage == Stage::Sent) {
            command.stage = Stage::Orphaned;
        }
    }

    /// The connection is lost: a command that was not sent yet is not sent any more. Nothing is ever replayed.
    pub(super) fn drop_queued_command(&mut self) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.replays_what_was_lost() {
            return;
        }
        self.followed.wanted.clear();
        // What came of it will be found, by a backend that may be another one by then.
        if !std::mem::take(&mut self.followed.asked).is_empty() {
            self.followed.known.mark_unverified(UnverifiedReason::CommandUnanswered);
        }
        if let Some(command) = self.followed.command.take_if(|command| !command.stage.is_sent()) {
            self.out.push(Effect::ReleaseLock { request: command.request });
        }
    }

    pub(super) fn fire_command_timer(&mut self) {
        let now = self.out.now;
        let Some(pending) = self.followed.command.as_mut().filter(|pending| pending.deadline <= now) else { return };
        let request = pending.request;
        match pending.stage {
            // The tab that has the turn hangs. Unless this one slept, and whoever pressed the button is gone.
            Stage::Queued | Stage::Waiting if now.ms_since(pending.deadline) < timing::LATE_MS => {
                pending.stage = Stage::TakingOver;
                pending.deadline = now.after(timing::TAKE_OVER_MS);
                self.want(FollowedEffect::StealLock { request });
            }
            Stage::Queued | Stage::Waiting | Stage::TakingOver | Stage::Ready => self.give_up_turn(request),
            Stage::Sent | Stage::Orphaned => {
                self.out.push(Effect::Abort { request });
                let limit_ms = timing::COMMAND_TIMEOUT_MS;
                self.command_replied(request, Err(RequestError::TimedOut { limit_ms }));
            }
        }
    }

    pub(super) fn command_replied(&mut self, request: RequestId, answer: Result<T::Answer, RequestError>) {
        let expected = |command: &mut PendingCommand<T::Command>| command.request == request && command.stage.is_sent();
        let Some(pending) = self.followed.command.take_if(expected) else {
            return self.out.log(LogLine::LateReply { request });
        };
        let command = pending.command;
        // Any status reply that left before this moment may be older than the command's outcome.
        self.cancel_check();
        if pending.stage == Stage::Sent {
            self.apply_answer(command, &answer);
        } else {
            self.followed.known.mark_unverified(UnverifiedReason::CommandUnanswered);
        }
        if may_go_on(&self.session.connection, &answer) {
            // This tab waits no longer, but the backend may be carrying it out: for the others it is not over either.
            let age_ms = timing::COMMAND_TIMEOUT_MS;
            self.followed.other_command = Some(OtherCommand::new(command, Sender::Gone, age_ms, self.out.now));
        } else {
            self.want(FollowedEffect::ForgetSent(command));
            self.want(FollowedEffect::Broadcast(TabMessage::Done));
        }
        self.out.push(Effect::ReleaseLock { request });
        if let Some(notice) = self.followed.thing.told_of_answer(&command, answer) {
            self.out.notify(notice);
        }
        // What is sent next is asked after, too.
        self.send_wanted();
        if self.followed.command.is_none() {
            self.check(CheckReason::Command);
        }
    }

    fn apply_answer(&mut self, command: T::Command, answer: &Result<T::Answer, RequestError>) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if answer.is_ok() && self.takes_answer_for_knowledge(&command) {
            return;
        }
        let known = &mut self.followed.known;
        match T::meaning(&command, answer) {
            Meaning::Confirmed(state) => known.confirm(state, self.out.now),
            Meaning::Taken => {
                known.mark_unverified(UnverifiedReason::NotReadBack);
                self.followed.asked.retain(|older| !T::replaces(&command, older));
                self.followed.asked.push(command);
            }
            Meaning::Doubtful(reason) => known.mark_unverified(reason),
        }
    }

    /// The backend has said how it is: what it made of what it had taken.
    pub(super) fn settle_asked(&mut self, found: &T::Known) {
        for asked in std::mem::take(&mut self.followed.asked) {
            // What came of it is no drift, also where one is still to be told.
            self.followed.drift.was = self.followed.drift.was.take().map(|was| T::beside(&asked, was, found));
            // What is sent behind it may say something else by now.
            let command = self.followed.command.map(|pending| pending.command);
            let is_outdated = self.followed.wanted.iter().chain(&command).any(|newer| T::replaces(newer, &asked));
            if !T::is_done(&asked, found)
                && !is_outdated
                && let Some(notice) = self.followed.thing.not_taken(&asked, found)
            {
                self.out.notify(notice);
            }
        }
    }
}

/// Does this answer leave open whether the backend is still carrying the command out?
fn may_go_on<A>(connection: &Connection, answer: &Result<A, RequestError>) -> bool {
    match answer {
        Err(
            RequestError::TimedOut { .. }
            | RequestError::Http(GATEWAY_TIMEOUT)
            | RequestError::AskedToWait { status: GATEWAY_TIMEOUT, .. },
        ) => true,
        // The browser ends the requests of a page that is being left.
        Err(RequestError::Network(_)) => *connection == Connection::Closed,
        _ => false,
    }
}
