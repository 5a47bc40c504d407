//! Start and Stop.

use super::check::Cause;
use super::step::Step;
use super::{Doubt, Effect, Line, Moment, Notice, Offer, RequestError, RequestId, Stream, timing};
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
}

/// What is sent to the backend. Never a toggle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Start a stream.
    Start {
        /// Also with a long exposure.
        force: bool,
    },
    /// Stop every stream.
    Stop,
}

/// The one command in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Command {
    /// What was sent.
    pub order: Order,
    /// Its number.
    pub request: RequestId,
    /// When it is given up.
    pub deadline: Moment,
    /// The connection changed since: the answer may be from before a restart, so it only leads to a check.
    pub orphaned: bool,
}

impl Step<'_> {
    pub(super) fn clicked(&mut self, intent: Intent) {
        let order = match (intent, self.state.offer()) {
            (Intent::Play, Offer::Play) => Order::Start { force: false },
            (Intent::PlayAnyway, Offer::Play) => Order::Start { force: true },
            (Intent::Stop, Offer::Stop) => Order::Stop,
            _ => return self.log(Line::ClickRefused),
        };
        // A status reply that left before the click would overwrite what the click brings about.
        self.cancel_check();
        let request = self.next_request();
        let deadline = self.now.after(timing::COMMAND_TIMEOUT_MS);
        self.state.command = Some(Command { order, request, deadline, orphaned: false });
        self.effects.push(Effect::SendCommand { request, order });
    }

    pub(super) fn orphan_command(&mut self) {
        if let Some(command) = &mut self.state.command {
            command.orphaned = true;
        }
    }

    pub(super) fn wake_command(&mut self) {
        if let Some(command) = self.state.command
            && command.deadline <= self.now
        {
            self.effects.push(Effect::Abort { request: command.request });
            let limit_ms = timing::COMMAND_TIMEOUT_MS;
            self.command_replied(command.request, Err(RequestError::TimedOut { limit_ms }));
        }
    }

    pub(super) fn command_replied(&mut self, request: RequestId, answer: Result<CommandAnswer, RequestError>) {
        let Some(command) = self.state.command.take_if(|command| command.request == request) else {
            return self.log(Line::LateReply { request });
        };
        // Any status reply that left before this moment may be older than the command's outcome.
        self.cancel_check();
        if !command.orphaned {
            self.learn_from(command.order, &answer);
        } else {
            self.state.knowledge.question(Doubt::CommandUnanswered);
        }
        if let Some(notice) = notice(command.order, answer) {
            self.notify(notice);
        }
        self.check(Cause::Command);
    }

    fn learn_from(&mut self, order: Order, answer: &Result<CommandAnswer, RequestError>) {
        let knowledge = &mut self.state.knowledge;
        match (order, answer) {
            (Order::Start { .. }, Ok(CommandAnswer::Success | CommandAnswer::AlreadyRunning)) => {
                knowledge.confirm(Stream::Running, self.now);
            }
            (Order::Stop, Ok(CommandAnswer::Success)) => knowledge.confirm(Stream::Stopped, self.now),
            // The page was wrong about the stream, or the answer says nothing about it: ask.
            _ => knowledge.question(Doubt::CommandUnanswered),
        }
    }
}

fn notice(order: Order, answer: Result<CommandAnswer, RequestError>) -> Option<Notice> {
    match answer {
        Ok(CommandAnswer::Success | CommandAnswer::NotRunning) => None,
        Ok(CommandAnswer::AlreadyRunning) => Some(Notice::AlreadyRunning),
        Ok(CommandAnswer::LongExposure { message, .. }) => Some(Notice::LongExposure { message }),
        Ok(CommandAnswer::Refused { message }) => Some(Notice::Refused { order, message }),
        Err(why) => Some(Notice::Unanswered { order, why }),
    }
}
