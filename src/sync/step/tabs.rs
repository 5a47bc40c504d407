//! What other tabs say.

use super::super::check::Course;
use super::super::{CheckReason, OtherCommand, StatusCheck, TabMessage, UnverifiedReason, Visibility, timing};
use super::Step;

impl Step<'_> {
    pub(super) fn tab_message_received(&mut self, message: TabMessage) {
        match message {
            TabMessage::Commanding(command) => {
                let deadline = self.now.after(timing::COMMAND_TIMEOUT_MS);
                self.state.other_command = Some(OtherCommand { command, deadline });
            }
            TabMessage::Done => self.other_command_ended(),
            TabMessage::Changed => self.changed_elsewhere(),
        }
    }

    pub(super) fn fire_tabs_timer(&mut self) {
        if self.state.other_command.is_some_and(|other| other.deadline <= self.now) {
            self.other_command_ended();
        }
    }

    fn other_command_ended(&mut self) {
        if self.state.other_command.take().is_some() {
            // Whatever it did, what this tab knows is from before.
            self.state.stream.mark_unverified(UnverifiedReason::ChangedElsewhere);
            self.changed_elsewhere();
        }
    }

    /// Something changed at the backend, not by this tab: ask, but not for each word of a burst.
    pub(super) fn changed_elsewhere(&mut self) {
        if !self.state.may_ask() {
            // A hidden tab syncs when it is shown; the check after a command comes later than this.
            if self.state.visibility == Visibility::Hidden {
                self.state.stream.mark_unverified(UnverifiedReason::ChangedElsewhere);
            }
            return;
        }
        match self.state.check {
            StatusCheck::Idle => self.check(CheckReason::Announced),
            StatusCheck::Waiting { .. } => {} // Its request leaves after this change.
            StatusCheck::InFlight { ref mut course, .. } if let Some(outdated) = course.outdated() => {
                *course = outdated
            }
            StatusCheck::InFlight { reason, attempt, sent_at, .. } => {
                let reason = reason.overridden_by(CheckReason::Announced);
                let at = sent_at.after(timing::CHECK_SPACING_MS);
                self.cancel_check();
                self.state.check = StatusCheck::Waiting { reason, attempt, at, course: Course::Second };
                self.fire_check_timer();
            }
        }
    }
}
