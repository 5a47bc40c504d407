//! The poll that detects drift; the tab shown and hidden.

use super::super::{CheckReason, Connection, Controls, StatusCheck, UnverifiedReason, Visibility, timing};
use super::Step;

impl Step<'_> {
    /// Sets the next poll, counted from now: every answered check is as good as a poll.
    pub(super) fn schedule_poll(&mut self) {
        // A backend that keeps the socket up is there, and what was known of it stands.
        let stands = self.state.connection.connected() && self.state.stream.unverified_reason().is_none();
        let wait_ms = match self.away_ms() {
            None => timing::POLL_INTERVAL_MS,
            Some(_) if stands => self.state.backoff.failed_poll_ms(),
            Some(away_ms) => self.state.backoff.away_poll_ms(away_ms),
        };
        self.state.poll.due = self.now.after(wait_ms);
    }

    /// How long the backend has not said what its stream does; `None` while it does.
    pub(super) fn away_ms(&self) -> Option<u64> {
        self.state.poll.away_since.map(|since| self.now.ms_since(since))
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
            Visibility::Visible => {
                self.delay_telling_loss();
                self.resume();
            }
            Visibility::Hidden => self.cancel_check(),
        }
    }

    /// Nobody called the machine for so long that the computer must have slept, or the page have been frozen.
    pub(super) fn wake_up(&mut self) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.notices_no_sleep() {
            return;
        }
        // Who has closed the connection opens it again.
        if self.state.visibility == Visibility::Visible && self.state.connection != Connection::Closed {
            self.drop_queued_command();
            self.resume();
        }
    }

    /// The page is back (shown again, network back): everything that was waiting happens now.
    pub(super) fn resume(&mut self) {
        if let Some(since) = &mut self.state.poll.away_since {
            *since = self.now;
        }
        self.connect_now();
        self.check(CheckReason::Resume);
    }
}
