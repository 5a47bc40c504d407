//! The other tabs of this browser that show the same backend.

use super::check::CheckReason;
use super::step::Step;
use super::{StatusCheck, StreamCommand, Timestamp, UnverifiedReason, Visibility, timing};

/// What tabs tell each other. None of it is knowledge: whoever hears it asks the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TabMessage {
    /// A tab sends a command now.
    Commanding(StreamCommand),
    /// That command ended.
    Done,
    /// A tab found that the stream changed.
    Changed,
}

/// Another tab's command: it has the turn, so no button is offered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OtherCommand {
    /// What it sends.
    pub order: StreamCommand,
    /// When it is no longer waited for: its tab may have been closed.
    pub deadline: Timestamp,
}

impl Step<'_> {
    pub(super) fn tab_said(&mut self, message: TabMessage) {
        match message {
            TabMessage::Commanding(order) => {
                let deadline = self.now.after(timing::COMMAND_TIMEOUT_MS);
                self.state.other_command = Some(OtherCommand { order, deadline });
            }
            TabMessage::Done => self.other_command_ended(),
            TabMessage::Changed => self.changed_elsewhere(),
        }
    }

    pub(super) fn wake_tabs(&mut self) {
        if self.state.other_command.is_some_and(|other| other.deadline <= self.now) {
            self.other_command_ended();
        }
    }

    fn other_command_ended(&mut self) {
        if self.state.other_command.take().is_some() {
            // Whatever it did, what this tab knows is from before.
            self.state.knowledge.mark_unverified(UnverifiedReason::Announced);
            self.changed_elsewhere();
        }
    }

    /// Something changed at the backend, not by this tab: ask, but not for each word of a burst.
    pub(super) fn changed_elsewhere(&mut self) {
        if !self.state.may_ask() {
            // A hidden tab syncs when it is shown; the check after a command comes later than this.
            if self.state.visibility == Visibility::Hidden && self.state.knowledge.unverified_reason().is_none() {
                self.state.knowledge.mark_unverified(UnverifiedReason::Announced);
            }
            return;
        }
        match self.state.check {
            StatusCheck::Idle => self.check(CheckReason::Announced),
            StatusCheck::Waiting { .. } => {} // Its request leaves after this change.
            StatusCheck::InFlight { reason, attempt, sent_at, .. } => {
                let reason = reason.overridden_by(CheckReason::Announced);
                let at = sent_at.after(timing::CHECK_SPACING_MS);
                self.cancel_check();
                self.state.check = StatusCheck::Waiting { reason, attempt, at };
                self.wake_check();
            }
        }
    }
}
