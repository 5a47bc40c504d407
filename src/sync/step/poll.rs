//! The poll that detects drift; the tab shown and hidden.

use super::super::{CheckReason, Controls, StatusCheck, UnverifiedReason, Visibility};
use super::Step;

impl Step<'_> {
    /// Sets the next poll, counted from now: every answered check is as good as a poll.
    pub(super) fn schedule_poll(&mut self) {
        let failures = self.state.poll.failures;
        // A backend that keeps the socket up is there: the endless wait is for one that can't be reached at all.
        let failures = if self.state.connection.connected() { failures.min(1) } else { failures };
        let wait_ms = self.state.backoff.poll_ms(failures);
        self.state.poll.due = self.now.after(wait_ms);
    }

    pub(super) fn fire_poll_timer(&mut self) {
        if self.state.polling() && self.state.check == StatusCheck::Idle && self.state.poll.due <= self.now {
            self.check(CheckReason::Poll);
        }
    }

    pub(super) fn controls_changed(&mut self, controls: Controls) {
        self.state.controls = controls;
        if controls == Controls::Shown && self.state.check == StatusCheck::Idle {
            // Without buttons nothing was polled, so what was known before may have aged.
            let first = self.state.stream.unverified_reason() == Some(UnverifiedReason::NotAsked);
            self.check(if first { CheckReason::Poll } else { CheckReason::Resume });
        }
    }

    pub(super) fn visibility_changed(&mut self, visibility: Visibility) {
        if self.state.visibility == visibility {
            return;
        }
        self.state.visibility = visibility;
        match visibility {
            Visibility::Visible => self.resume(),
            Visibility::Hidden => self.cancel_check(),
        }
    }

    /// The page is back (shown again, network back): everything that was waiting happens now.
    pub(super) fn resume(&mut self) {
        self.state.poll.failures = 0;
        self.connect_now();
        self.check(CheckReason::Resume);
    }
}
