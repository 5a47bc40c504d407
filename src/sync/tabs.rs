//! The other tabs of this browser that show the same backend, and pages of it that are gone.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::thing::Thing;
use super::{StreamCommand, Timestamp, timing};

/// What tabs tell each other. None of it is knowledge: whoever hears it asks the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum TabMessage<C = StreamCommand> {
    /// A tab sends a command now.
    Commanding(C),
    /// That command ended.
    Done,
    /// A tab found that it changed.
    Changed,
}

/// Who waits for the answer to a command that is not this tab's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Sender {
    /// Another tab, which says when it is over.
    Tab,
    /// Nobody any more: its page was closed or loaded again, or waits no longer.
    Gone,
}

/// A command that was sent, but is not this tab's own, or no longer: the backend may still be carrying it out, so no
/// button is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct OtherCommand<C = StreamCommand> {
    /// What was sent.
    pub command: C,
    /// What was sent before it and was not said to be over, such as the stop that a switch begins with.
    pub(super) earlier: Option<C>,
    /// Who waits for its answer.
    pub sender: Sender,
    /// When it is over, whatever came of it.
    pub deadline: Timestamp,
    /// When it is asked whether the tab that waits for its answer is still there.
    pub(super) ask_at: Timestamp,
}

impl<C> OtherCommand<C> {
    pub(super) fn new(command: C, sender: Sender, age_ms: u64, now: Timestamp) -> Self {
        let deadline = now.after(timing::COMMAND_LONGEST_MS.saturating_sub(age_ms));
        let ask_at = match sender {
            Sender::Tab => now.after(timing::SENDER_MS),
            Sender::Gone => deadline,
        };
        Self { command, earlier: None, sender, deadline, ask_at }
    }

    /// Is it no surprise to find this now?
    pub(super) fn explains<T: Thing<Command = C>>(&self, found: &T::Known) -> bool {
        T::explains(&self.command, found) || self.earlier.as_ref().is_some_and(|earlier| T::explains(earlier, found))
    }

    /// When something is to be done about it.
    pub(super) fn next_deadline(&self) -> Timestamp {
        self.deadline.min(self.ask_at)
    }

    /// How long ago it was sent.
    #[must_use]
    pub const fn age_ms(&self, now: Timestamp) -> u64 {
        timing::COMMAND_LONGEST_MS.saturating_sub(self.deadline.ms_since(now))
    }

    /// The backend says that it is so: is the command over?
    pub(super) fn is_over<T: Thing<Command = C>>(&self, found: &T::Known, now: Timestamp) -> bool {
        T::is_over(&self.command, found, self.age_ms(now) >= timing::ARRIVAL_MS)
    }
}
