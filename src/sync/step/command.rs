//! How commands go, and what their answers mean.

use super::super::{
    AvailableCommand, CheckReason, Connection, Effect, Intent, LogLine, Notice, OtherCommand, PendingCommand,
    RequestError, RequestId, Sender, Stage, StreamCommand, StreamState, TabMessage, UnverifiedReason, timing,
};
use super::Step;
use crate::wire::CommandAnswer;

/// What a proxy answers that has waited long enough for the backend.
const GATEWAY_TIMEOUT: u16 = 504;

impl Step<'_> {
    pub(super) fn clicked(&mut self, intent: Intent) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.click_is_a_blind_toggle() {
            return;
        }
        let command = match (intent, self.state.available_command()) {
            (Intent::Play, AvailableCommand::Play) => StreamCommand::Start { force: false },
            (Intent::PlayAnyway, AvailableCommand::Play) => StreamCommand::Start { force: true },
            (Intent::Stop, AvailableCommand::Stop) => StreamCommand::Stop,
            (Intent::Switch, AvailableCommand::Stop) => StreamCommand::Switch,
            _ => return self.log(LogLine::ClickRefused),
        };
        let request = self.next_request();
        let deadline = self.now.after(timing::LOCK_TIMEOUT_MS);
        self.state.command = Some(PendingCommand { command, request, stage: Stage::Queued, deadline });
        self.effects.push(Effect::AcquireLock { request });
    }

    /// Another tab has the turn.
    pub(super) fn lock_held_elsewhere(&mut self, request: RequestId) {
        if let Some(pending) = self.unsent_command(request).filter(|pending| pending.stage == Stage::Queued) {
            pending.stage = Stage::Waiting;
        }
    }

    /// This tab holds the command lock until the command ends.
    pub(super) fn lock_acquired(&mut self, request: RequestId) {
        let now = self.now;
        let Some(pending) = self.unsent_command(request).filter(|pending| pending.stage != Stage::Ready) else {
            // Given up meanwhile, or before the computer slept: the next tab gets the lock.
            return self.effects.push(Effect::ReleaseLock { request });
        };
        pending.stage = Stage::Ready;
        pending.deadline = now.after(timing::WORD_MS);
        self.send_ready_command();
    }

    /// Sends the command of the tab that has the turn, once what was sent before is over.
    pub(super) fn send_ready_command(&mut self) {
        if self.state.other_command.is_some() {
            return;
        }
        let Some(pending) = self.state.command.as_mut().filter(|pending| pending.stage == Stage::Ready) else { return };
        let PendingCommand { command, request, .. } = *pending;
        let tracked = self.state.stream;
        if tracked.unverified_reason().is_none() && command.is_done(tracked.state) {
            // Another tab did it while it held the lock.
            self.state.command = None;
            self.effects.push(Effect::ReleaseLock { request });
            return self.check(CheckReason::Command);
        }
        pending.stage = Stage::Sent;
        pending.deadline = self.now.after(timing::COMMAND_TIMEOUT_MS);
        // A status reply that left before the command would overwrite what the command brings about.
        self.cancel_check();
        self.effects.push(Effect::Broadcast(TabMessage::Commanding(command)));
        self.effects.push(Effect::SendCommand { request, command });
    }

    /// Another tab has taken the turn over, because this one was not heard of for too long.
    pub(super) fn lock_lost(&mut self, request: RequestId) {
        let Some(pending) = self.state.command.filter(|pending| pending.request == request) else { return };
        if pending.stage.is_sent() {
            // What is answered now may be from before what the other tab has sent.
            self.orphan_command();
            self.effects.push(Effect::ReleaseLock { request });
            return self.notify(Notice::TurnLost { command: pending.command });
        }
        self.give_up_turn(request);
    }

    fn unsent_command(&mut self, request: RequestId) -> Option<&mut PendingCommand> {
        self.state.command.as_mut().filter(|pending| pending.request == request && !pending.stage.is_sent())
    }

    /// The command is not sent, and its turn goes to the next tab.
    fn give_up_turn(&mut self, request: RequestId) {
        self.effects.push(Effect::ReleaseLock { request });
        if let Some(pending) = self.state.command.take() {
            self.notify(Notice::NotSent { command: pending.command });
        }
    }

    /// The connection changed: what was sent before may be answered by a backend that is gone.
    pub(super) fn orphan_command(&mut self) {
        if let Some(command) = self.state.command.as_mut().filter(|command| command.stage == Stage::Sent) {
            command.stage = Stage::Orphaned;
        }
    }

    /// The connection is lost: a command that was not sent yet is not sent any more. Nothing is ever replayed.
    pub(super) fn drop_queued_command(&mut self) {
        if let Some(command) = self.state.command.take_if(|command| !command.stage.is_sent()) {
            self.effects.push(Effect::ReleaseLock { request: command.request });
        }
    }

    pub(super) fn fire_command_timer(&mut self) {
        let now = self.now;
        let Some(pending) = self.state.command.as_mut().filter(|pending| pending.deadline <= now) else { return };
        let request = pending.request;
        match pending.stage {
            // The tab that has the turn hangs. Unless this one slept, and whoever pressed the button is gone.
            Stage::Queued | Stage::Waiting if now.ms_since(pending.deadline) < timing::LATE_MS => {
                pending.stage = Stage::TakingOver;
                pending.deadline = now.after(timing::TAKE_OVER_MS);
                self.effects.push(Effect::StealLock { request });
            }
            Stage::Queued | Stage::Waiting | Stage::TakingOver | Stage::Ready => self.give_up_turn(request),
            Stage::Sent | Stage::Orphaned => {
                self.effects.push(Effect::Abort { request });
                let limit_ms = timing::COMMAND_TIMEOUT_MS;
                self.command_replied(request, Err(RequestError::TimedOut { limit_ms }));
            }
        }
    }

    pub(super) fn command_replied(&mut self, request: RequestId, answer: Result<CommandAnswer, RequestError>) {
        let expected = |command: &mut PendingCommand| command.request == request && command.stage.is_sent();
        let Some(pending) = self.state.command.take_if(expected) else {
            return self.log(LogLine::LateReply { request });
        };
        let command = pending.command;
        // Any status reply that left before this moment may be older than the command's outcome.
        self.cancel_check();
        if pending.stage == Stage::Sent {
            self.apply_answer(command, &answer);
        } else {
            self.state.stream.mark_unverified(UnverifiedReason::CommandUnanswered);
        }
        if self.may_go_on(&answer) {
            // This tab waits no longer, but the backend may be carrying it out: for the others it is not over either.
            let age_ms = timing::COMMAND_TIMEOUT_MS;
            self.state.other_command = Some(OtherCommand::new(command, Sender::Gone, age_ms, self.now));
        } else {
            self.effects.push(Effect::ForgetSent(command));
            self.effects.push(Effect::Broadcast(TabMessage::Done));
        }
        self.effects.push(Effect::ReleaseLock { request });
        if let Some(notice) = notice(command, answer) {
            self.notify(notice);
        }
        self.check(CheckReason::Command);
    }

    /// Does this answer leave open whether the backend is still carrying the command out?
    fn may_go_on(&self, answer: &Result<CommandAnswer, RequestError>) -> bool {
        match answer {
            Err(
                RequestError::TimedOut { .. }
                | RequestError::Http(GATEWAY_TIMEOUT)
                | RequestError::AskedToWait { status: GATEWAY_TIMEOUT, .. },
            ) => true,
            // The browser ends the requests of a page that is being left.
            Err(RequestError::Network(_)) => self.state.connection == Connection::Closed,
            _ => false,
        }
    }

    fn apply_answer(&mut self, command: StreamCommand, answer: &Result<CommandAnswer, RequestError>) {
        let tracked = &mut self.state.stream;
        match (command, answer) {
            (_, Ok(CommandAnswer::Success)) => tracked.confirm(command.goal(), self.now),
            (StreamCommand::Start { .. } | StreamCommand::Switch, Ok(CommandAnswer::AlreadyRunning { .. })) => {
                tracked.confirm(StreamState::Running, self.now);
            }
            // Nothing ran, whatever the page believed.
            (_, Ok(CommandAnswer::NotRunning)) => tracked.mark_unverified(UnverifiedReason::NothingToStop),
            // The answer says nothing about the stream.
            _ => tracked.mark_unverified(UnverifiedReason::CommandUnanswered),
        }
    }
}

fn notice(command: StreamCommand, answer: Result<CommandAnswer, RequestError>) -> Option<Notice> {
    match answer {
        Ok(CommandAnswer::Success | CommandAnswer::NotRunning) => None,
        Ok(CommandAnswer::AlreadyRunning { protocol }) => Some(Notice::AlreadyRunning { protocol }),
        Ok(CommandAnswer::LongExposure { message, .. }) => Some(Notice::LongExposure { message }),
        Ok(CommandAnswer::Refused { message }) => Some(Notice::Refused { command, message }),
        Err(why) => Some(Notice::Unanswered { command, why }),
    }
}
