//! What other tabs say, and what pages that are gone have left.

use super::super::check::Course;
use super::super::thing::Thing;
use super::super::{
    CheckReason, FollowedEffect, OtherCommand, Sender, StatusCheck, TabMessage, Timestamp, UnverifiedReason,
    Visibility, timing,
};
use super::Step;

impl<T: Thing> Step<'_, T> {
    pub(super) fn tab_message_received(&mut self, message: TabMessage<T::Command>) {
        match message {
            TabMessage::Commanding(command) => {
                let earlier = self.followed.other_command.map(|other| other.command);
                let other = OtherCommand::new(command, Sender::Tab, 0, self.out.now);
                self.followed.other_command = Some(OtherCommand { earlier, ..other });
            }
            TabMessage::Done => self.other_command_ended(),
            TabMessage::Changed => self.changed_elsewhere(),
        }
    }

    /// A page of this browser has sent a command. It may be there and say when it is over, or be gone.
    pub(super) fn sent_before(&mut self, command: T::Command, age_ms: u64) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.forgets_what_was_sent() {
            return;
        }
        let is_own = self.followed.command.is_some_and(|command| command.stage.is_sent());
        if is_own || self.followed.other_command.is_some() {
            return; // It is known.
        }
        if age_ms >= timing::COMMAND_LONGEST_MS {
            return self.want(FollowedEffect::ForgetSent(command));
        }
        self.followed.other_command = Some(OtherCommand::new(command, Sender::Gone, age_ms, self.out.now));
    }

    /// No tab has the turn, so what one of them has said is no longer so. What it sent goes on without it.
    pub(super) fn sender_gone(&mut self, sent: Option<(T::Command, u64)>) {
        if self.followed.other_command.as_ref().is_none_or(|other| other.sender == Sender::Gone) {
            return; // It is known.
        }
        #[cfg(all(test, not(target_arch = "wasm32")))]
        let sent = sent.filter(|_| !self.takes_a_free_turn_for_the_end());
        match sent {
            Some((command, age_ms)) if age_ms < timing::COMMAND_LONGEST_MS => {
                self.followed.other_command = Some(OtherCommand::new(command, Sender::Gone, age_ms, self.out.now));
                self.changed_elsewhere();
            }
            _ => self.other_command_ended(),
        }
    }

    pub(super) fn fire_tabs_timer(&mut self) {
        let now = self.out.now;
        let Some(other) = &mut self.followed.other_command else { return };
        if other.deadline <= now {
            let command = other.command;
            self.want(FollowedEffect::ForgetSent(command));
            self.other_command_ended();
        } else if other.ask_at <= now {
            other.ask_at = now.after(timing::SENDER_MS);
            self.want(FollowedEffect::FindSender);
        }
    }

    fn other_command_ended(&mut self) {
        if let Some(other) = self.followed.other_command.take() {
            self.followed.expected = Some(other.command);
            // Whatever it did, what this tab knows is from before.
            self.followed.known.mark_unverified(UnverifiedReason::ChangedElsewhere);
            self.changed_elsewhere();
            self.send_ready_command();
        }
    }

    /// Is it no surprise to find this, because another page of this browser has ordered it?
    pub(super) fn is_ordered_elsewhere(&mut self, found: &T::Known) -> bool {
        let expected = self.followed.expected.take();
        expected.is_some_and(|command| T::brings_about(&command, found))
            || self.followed.other_command.is_some_and(|other| other.explains::<T>(found))
    }

    /// Is it no surprise to find this, because it was ordered here, and its answer is on its way or lost?
    pub(super) fn is_ordered_here(&self, found: &T::Known) -> bool {
        self.followed.command.is_some_and(|own| own.stage.is_sent() && T::explains(&own.command, found))
    }

    /// The backend has said how it is, to a request that left at `asked_at`: what others sent before may be over by that.
    pub(super) fn settle_other_command(&mut self, found: &T::Known, asked_at: Timestamp) {
        let now = self.out.now;
        let is_over = |other: &mut OtherCommand<T::Command>| {
            now.ms_since(asked_at) <= other.age_ms(now) && other.is_over::<T>(found, now)
        };
        if let Some(other) = self.followed.other_command.take_if(is_over) {
            self.want(FollowedEffect::ForgetSent(other.command));
            self.send_ready_command();
        }
    }

    /// Something changed at the backend, not by this tab: ask, but not for each word of a burst.
    pub(super) fn changed_elsewhere(&mut self) {
        if !self.followed.may_ask(self.session) {
            // A hidden tab syncs when it is shown; the check after a command comes later than this.
            if !self.followed.commanding() || self.session.visibility == Visibility::Hidden {
                self.followed.known.mark_unverified(UnverifiedReason::ChangedElsewhere);
            }
            return;
        }
        match self.followed.check {
            StatusCheck::Idle => self.check(CheckReason::Announced),
            StatusCheck::Waiting { .. } => {} // Its request leaves after this change.
            StatusCheck::InFlight { ref mut course, .. } if let Some(outdated) = course.outdated() => {
                *course = outdated
            }
            StatusCheck::InFlight { reason, attempt, tries, sent_at, .. } => {
                let reason = reason.overridden_by(CheckReason::Announced);
                let at = sent_at.after(timing::CHECK_SPACING_MS);
                self.cancel_check();
                self.followed.check = StatusCheck::Waiting { reason, attempt, tries, at, course: Course::Second };
                self.fire_check_timer();
            }
        }
    }
}
