//! How commands go, and what their answers mean.

use super::super::{
    AvailableCommand, CheckReason, Effect, Intent, LogLine, Notice, PendingCommand, RequestError, RequestId, Stage,
    StreamCommand, StreamState, TabMessage, UnverifiedReason, timing,
};
use super::Step;
use crate::wire::CommandAnswer;

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

    /// This tab holds the command lock until the command ends.
    pub(super) fn lock_acquired(&mut self, request: RequestId) {
        let Some(pending) = self.state.command.as_mut().filter(|it| it.request == request && it.stage == Stage::Queued)
        else {
            // Given up meanwhile: the next tab gets the lock.
            return self.effects.push(Effect::ReleaseLock { request });
        };
        let command = pending.command;
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

    /// The connection changed: what was sent before may be answered by a backend that is gone.
    pub(super) fn orphan_command(&mut self) {
        if let Some(command) = self.state.command.as_mut().filter(|command| command.stage == Stage::Sent) {
            command.stage = Stage::Orphaned;
        }
    }

    /// The connection is lost: a command that was not sent yet is not sent any more. Nothing is ever replayed.
    pub(super) fn drop_queued_command(&mut self) {
        if let Some(command) = self.state.command.take_if(|command| command.stage == Stage::Queued) {
            self.effects.push(Effect::ReleaseLock { request: command.request });
        }
    }

    pub(super) fn fire_command_timer(&mut self) {
        let Some(command) = self.state.command.filter(|command| command.deadline <= self.now) else { return };
        if command.stage == Stage::Queued {
            self.state.command = None;
            self.effects.push(Effect::ReleaseLock { request: command.request });
            return self.notify(Notice::LockTimedOut { command: command.command });
        }
        self.effects.push(Effect::Abort { request: command.request });
        let limit_ms = timing::COMMAND_TIMEOUT_MS;
        self.command_replied(command.request, Err(RequestError::TimedOut { limit_ms }));
    }

    pub(super) fn command_replied(&mut self, request: RequestId, answer: Result<CommandAnswer, RequestError>) {
        let expected = |command: &mut PendingCommand| command.request == request && command.stage != Stage::Queued;
        let Some(command) = self.state.command.take_if(expected) else {
            return self.log(LogLine::LateReply { request });
        };
        self.effects.push(Effect::ReleaseLock { request });
        // Any status reply that left before this moment may be older than the command's outcome.
        self.cancel_check();
        match command.stage {
            Stage::Sent => self.apply_answer(command.command, &answer),
            Stage::Queued | Stage::Orphaned => self.state.stream.mark_unverified(UnverifiedReason::CommandUnanswered),
        }
        self.effects.push(Effect::Broadcast(TabMessage::Done));
        if let Some(notice) = notice(command.command, answer) {
            self.notify(notice);
        }
        self.check(CheckReason::Command);
    }

    fn apply_answer(&mut self, command: StreamCommand, answer: &Result<CommandAnswer, RequestError>) {
        let tracked = &mut self.state.stream;
        match (command, answer) {
            (_, Ok(CommandAnswer::Success)) => tracked.confirm(command.goal(), self.now),
            (StreamCommand::Start { .. } | StreamCommand::Switch, Ok(CommandAnswer::AlreadyRunning)) => {
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
        Ok(CommandAnswer::AlreadyRunning) => Some(Notice::AlreadyRunning),
        Ok(CommandAnswer::LongExposure { message, .. }) => Some(Notice::LongExposure { message }),
        Ok(CommandAnswer::Refused { message }) => Some(Notice::Refused { command, message }),
        Err(why) => Some(Notice::Unanswered { command, why }),
    }
}
