//! Where the injected bugs act.

use super::super::Session;
use super::super::injected_bug::InjectedBug;
use super::super::known::Known;
use super::super::thing::Thing;
use super::Step;

impl Session {
    pub(super) fn notices_no_sleep(&self) -> bool {
        self.injected_bug == Some(InjectedBug::SleepIsUnnoticed)
    }
}

impl<T: Thing> Step<'_, T> {
    /// Takes the click as a toggle, if the machine has that bug.
    pub(super) fn click_is_a_blind_toggle(&mut self) -> bool {
        if self.session.injected_bug != Some(InjectedBug::BlindToggle) || self.followed.command.is_some() {
            return false;
        }
        let Some(command) = T::toggle(&self.followed.known.state) else { return false };
        self.order(command);
        true
    }

    pub(super) fn forgets_what_was_sent(&self) -> bool {
        self.session.injected_bug == Some(InjectedBug::SentIsForgotten)
    }

    pub(super) fn takes_a_free_turn_for_the_end(&self) -> bool {
        self.session.injected_bug == Some(InjectedBug::FreeTurnEndsAll)
    }

    pub(super) fn drops_what_comes_second(&self) -> bool {
        self.session.injected_bug == Some(InjectedBug::FirstWins) && self.followed.command.is_some()
    }

    pub(super) fn replays_what_was_lost(&self) -> bool {
        self.session.injected_bug == Some(InjectedBug::LostIsReplayed)
    }

    /// Takes the answer to a command for what came of it, if the machine has that bug.
    pub(super) fn takes_answer_for_knowledge(&mut self, command: &T::Command) -> bool {
        if self.session.injected_bug != Some(InjectedBug::TakenIsKnowledge) {
            return false;
        }
        let Some(wished) = T::wished(command, &self.followed.known.state) else { return false };
        self.followed.known.confirm(wished, self.out.now);
        true
    }

    pub(super) fn any_reply_counts(&self) -> bool {
        self.session.injected_bug == Some(InjectedBug::LateRepliesCount)
    }

    pub(super) fn take_failure_for_knowledge(&mut self) {
        if self.session.injected_bug == Some(InjectedBug::FailureIsKnowledge) {
            self.followed.known.confirm(T::Known::unknown(), self.out.now);
        }
    }
}
