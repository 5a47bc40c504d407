//! Start and Stop.

use super::check::CheckReason;
use super::step::Step;
use super::{
    AvailableCommand, Effect, LogLine, Notice, RequestError, RequestId, StreamState, TabMessage, Timestamp,
    UnverifiedReason, timing,
};
use crate::wire::CommandAnswer;

/// What somebody pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Play.
    Play,
    /// Play, although the exposure is long.
    PlayAnyway,
    /// Stop.
    Stop,
    /// Another camera or format was chosen while a stream runs.
    Switch,
}

/// What is sent to the backend. Never a toggle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamCommand {
    /// Start a stream.
    Start {
        /// Also with a long exposure.
        force: bool,
    },
    /// Stop every stream.
    Stop,
    /// Stop every stream, and start the one that was chosen if there was one to stop: one command, in one turn.
    Switch,
}

impl StreamCommand {
    /// What the stream does when it was carried out.
    const fn goal(self) -> StreamState {
        match self {
            Self::Start { .. } | Self::Switch => StreamState::Running,
            Self::Stop => StreamState::Stopped,
        }
    }

    /// Is there nothing left to do where the stream does this?
    fn is_done(self, stream: StreamState) -> bool {
        match self {
            Self::Start { .. } | Self::Stop => stream == self.goal(),
            // What has ended meanwhile is not begun again.
            Self::Switch => stream == StreamState::Stopped,
        }
    }
}

/// How far a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Not sent: another tab of this browser may be sending one.
    Queued,
    /// Sent; its answer will count.
    Sent,
    /// Sent, and the connection changed since: the answer may be from before a restart, so it only leads to a check.
    Orphaned,
}

/// The one command of this tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PendingCommand {
    /// What was asked for.
    pub order: StreamCommand,
    /// Its number.
    pub request: RequestId,
    /// How far it is.
    pub stage: Stage,
    /// When it is given up.
    pub deadline: Timestamp,
}

impl Step<'_> {
    pub(super) fn clicked(&mut self, intent: Intent) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.click_is_flawed() {
            return;
        }
        let order = match (intent, self.state.offer()) {
            (Intent::Play, AvailableCommand::Play) => StreamCommand::Start { force: false },
            (Intent::PlayAnyway, AvailableCommand::Play) => StreamCommand::Start { force: true },
            (Intent::Stop, AvailableCommand::Stop) => StreamCommand::Stop,
            (Intent::Switch, AvailableCommand::Stop) => StreamCommand::Switch,
            _ => return self.log(LogLine::ClickRefused),
        };
        let request = self.next_request();
        let deadline = self.now.after(timing::TURN_TIMEOUT_MS);
        self.state.command = Some(PendingCommand { order, request, stage: Stage::Queued, deadline });
        self.effects.push(Effect::AcquireLock { request });
    }

    /// No other tab of this browser sends a command now, or will until this one ends.
    pub(super) fn turn_came(&mut self, request: RequestId) {
        let Some(command) = self.state.command.as_mut().filter(|it| it.request == request && it.stage == Stage::Queued)
        else {
            // Given up meanwhile: the turn goes to the next.
            return self.effects.push(Effect::ReleaseLock { request });
        };
        let order = command.order;
        let knowledge = self.state.knowledge;
        if knowledge.unverified_reason().is_none() && order.is_done(knowledge.stream) {
            // Another tab did it in its turn.
            self.state.command = None;
            self.effects.push(Effect::ReleaseLock { request });
            return self.check(CheckReason::Command);
        }
        command.stage = Stage::Sent;
        command.deadline = self.now.after(timing::COMMAND_TIMEOUT_MS);
        // A status reply that left before the command would overwrite what the command brings about.
        self.cancel_check();
        self.effects.push(Effect::Broadcast(TabMessage::Commanding(order)));
        self.effects.push(Effect::SendCommand { request, order });
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

    pub(super) fn wake_command(&mut self) {
        let Some(command) = self.state.command.filter(|command| command.deadline <= self.now) else { return };
        if command.stage == Stage::Queued {
            self.state.command = None;
            self.effects.push(Effect::ReleaseLock { request: command.request });
            return self.notify(Notice::LockTimedOut { order: command.order });
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
            Stage::Sent => self.learn_from(command.order, &answer),
            Stage::Queued | Stage::Orphaned => {
                self.state.knowledge.mark_unverified(UnverifiedReason::CommandUnanswered)
            }
        }
        self.effects.push(Effect::Broadcast(TabMessage::Done));
        if let Some(notice) = notice(command.order, answer) {
            self.notify(notice);
        }
        self.check(CheckReason::Command);
    }

    fn learn_from(&mut self, order: StreamCommand, answer: &Result<CommandAnswer, RequestError>) {
        let knowledge = &mut self.state.knowledge;
        match (order, answer) {
            (_, Ok(CommandAnswer::Success)) => knowledge.confirm(order.goal(), self.now),
            (StreamCommand::Start { .. } | StreamCommand::Switch, Ok(CommandAnswer::AlreadyRunning)) => {
                knowledge.confirm(StreamState::Running, self.now);
            }
            // Nothing ran, whatever the page believed.
            (_, Ok(CommandAnswer::NotRunning)) => knowledge.mark_unverified(UnverifiedReason::Announced),
            // The answer says nothing about the stream.
            _ => knowledge.mark_unverified(UnverifiedReason::CommandUnanswered),
        }
    }
}

fn notice(order: StreamCommand, answer: Result<CommandAnswer, RequestError>) -> Option<Notice> {
    match answer {
        Ok(CommandAnswer::Success | CommandAnswer::NotRunning) => None,
        Ok(CommandAnswer::AlreadyRunning) => Some(Notice::AlreadyRunning),
        Ok(CommandAnswer::LongExposure { message, .. }) => Some(Notice::LongExposure { message }),
        Ok(CommandAnswer::Refused { message }) => Some(Notice::Refused { order, message }),
        Err(why) => Some(Notice::Unanswered { order, why }),
    }
}
