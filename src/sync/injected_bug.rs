//! Deliberate mistakes, in test builds only: the model checker has to find each of them.

use super::step::Step;
use super::{Effect, PendingCommand, Stage, StreamCommand, StreamState, timing};

/// A machine with one of its rules broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum InjectedBug {
    /// Rule 2 broken: a failed check is read as “stopped”.
    FailureIsKnowledge,
    /// Rule 3 broken: every reply counts, however late.
    LateRepliesCount,
    /// Rule 4 broken: a click toggles whatever is believed, without a guard.
    BlindToggle,
}

impl Step<'_> {
    /// Takes the click as a toggle, if the machine has that flaw.
    pub(super) fn click_is_flawed(&mut self) -> bool {
        if self.state.flaw != Some(InjectedBug::BlindToggle) || self.state.command.is_some() {
            return false;
        }
        let order = match self.state.knowledge.stream {
            StreamState::Running => StreamCommand::Stop,
            StreamState::Stopped => StreamCommand::Start { force: false },
        };
        let request = self.next_request();
        let deadline = self.now.after(timing::TURN_TIMEOUT_MS);
        self.state.command = Some(PendingCommand { order, request, stage: Stage::Queued, deadline });
        self.effects.push(Effect::AcquireLock { request });
        true
    }

    pub(super) fn any_reply_counts(&self) -> bool {
        self.state.flaw == Some(InjectedBug::LateRepliesCount)
    }

    pub(super) fn learn_from_failure(&mut self) {
        if self.state.flaw == Some(InjectedBug::FailureIsKnowledge) {
            self.state.knowledge.confirm(StreamState::Stopped, self.now);
        }
    }
}
