//! Where the injected bugs act.

use super::super::injected_bug::InjectedBug;
use super::super::{Effect, PendingCommand, Stage, StreamCommand, StreamState, timing};
use super::Step;

impl Step<'_> {
    /// Takes the click as a toggle, if the machine has that bug.
    pub(super) fn click_is_a_blind_toggle(&mut self) -> bool {
        if self.state.injected_bug != Some(InjectedBug::BlindToggle) || self.state.command.is_some() {
            return false;
        }
        let command = match self.state.stream.state {
            StreamState::Running => StreamCommand::Stop,
            StreamState::Stopped => StreamCommand::Start { force: false },
        };
        let request = self.next_request();
        let deadline = self.now.after(timing::LOCK_TIMEOUT_MS);
        self.state.command = Some(PendingCommand { command, request, stage: Stage::Queued, deadline });
        self.effects.push(Effect::AcquireLock { request });
        true
    }

    pub(super) fn forgets_what_was_sent(&self) -> bool {
        self.state.injected_bug == Some(InjectedBug::SentIsForgotten)
    }

    pub(super) fn takes_a_free_turn_for_the_end(&self) -> bool {
        self.state.injected_bug == Some(InjectedBug::FreeTurnEndsAll)
    }

    pub(super) fn notices_no_sleep(&self) -> bool {
        self.state.injected_bug == Some(InjectedBug::SleepIsUnnoticed)
    }

    pub(super) fn any_reply_counts(&self) -> bool {
        self.state.injected_bug == Some(InjectedBug::LateRepliesCount)
    }

    pub(super) fn take_failure_for_knowledge(&mut self) {
        if self.state.injected_bug == Some(InjectedBug::FailureIsKnowledge) {
            self.state.stream.confirm(StreamState::Stopped, self.now);
        }
    }
}
