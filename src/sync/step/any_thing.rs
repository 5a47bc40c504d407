//! What is done to every followed thing alike.

use super::super::thing::Thing;
use super::super::{CheckReason, Effect, Support, Tracked, UnverifiedReason};
use super::Step;

/// A step of any followed thing.
pub(super) trait AnyThing {
    /// Its commands, and those of others, that are over by now.
    fn fire_command_timers(&mut self);
    /// Its check that is due, and what is to be told.
    fn fire_check_timers(&mut self);
    /// Asks how it is.
    fn check(&mut self, reason: CheckReason);
    /// The answer to the check under way no longer matters.
    fn cancel_check(&mut self);
    /// A command that was not sent yet is not sent any more.
    fn drop_queued_command(&mut self);
    /// The connection is made.
    fn connected(&mut self);
    /// The connection is lost.
    fn disconnected(&mut self);
    /// The page closes the connection.
    fn closed(&mut self);
    /// The backend is there again.
    fn backend_found(&mut self);
    /// What is known and under way is of another backend.
    fn forget(&mut self);
}

impl<T: Thing> AnyThing for Step<'_, T> {
    fn fire_command_timers(&mut self) {
        self.fire_command_timer();
        self.fire_tabs_timer();
        self.send_wanted();
    }

    fn fire_check_timers(&mut self) {
        self.fire_check_timer();
        self.fire_drift_timer();
    }

    fn check(&mut self, reason: CheckReason) {
        Self::check(self, reason);
    }

    fn cancel_check(&mut self) {
        Self::cancel_check(self);
    }

    fn drop_queued_command(&mut self) {
        Self::drop_queued_command(self);
    }

    fn connected(&mut self) {
        self.orphan_command();
        // It may be another backend by now.
        self.followed.support = Support::Unknown;
        Self::check(self, CheckReason::Connect);
    }

    fn disconnected(&mut self) {
        Self::drop_queued_command(self);
        self.orphan_command();
        Self::check(self, CheckReason::LinkLost);
    }

    fn closed(&mut self) {
        Self::cancel_check(self);
        Self::drop_queued_command(self);
        self.orphan_command();
        if self.followed.known.is_confirmed() {
            self.followed.known.mark_unverified(UnverifiedReason::LinkLost);
        }
    }

    fn backend_found(&mut self) {
        if !T::stands_for_backend() {
            self.followed.poll.due = self.out.now;
        }
    }

    fn forget(&mut self) {
        if let Some(command) = self.followed.command.take() {
            self.out.push(Effect::Abort { request: command.request });
            self.out.push(Effect::ReleaseLock { request: command.request });
        }
        self.followed.wanted.clear();
        self.followed.asked.clear();
        self.followed.other_command = None;
        self.followed.expected = None;
        self.followed.known = Tracked::none();
        self.followed.support = Support::Unknown;
        self.followed.drift.was = None;
        self.followed.poll.failures = 0;
    }
}
