//! A command on its way.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{RequestId, StreamCommand, Timestamp};

/// How far a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Stage {
    /// Not sent: this tab has asked for its turn.
    Queued,
    /// Not sent: another tab of this browser has the turn.
    Waiting,
    /// Not sent: the other tab has had the turn for longer than a command may take, and it is taken from it.
    TakingOver,
    /// Not sent: this tab has its turn, but what was sent before is not known to be over.
    Ready,
    /// Sent; its answer will count.
    Sent,
    /// Sent, and the connection changed since: the answer may be from before a restart, so it only leads to a check.
    Orphaned,
}

impl Stage {
    /// Did it leave this page?
    #[must_use]
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Orphaned)
    }
}

/// The one command of this tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct PendingCommand<C = StreamCommand> {
    /// What was asked for.
    pub command: C,
    /// Its number.
    pub request: RequestId,
    /// How far it is.
    pub stage: Stage,
    /// When it is given up.
    pub deadline: Timestamp,
}

impl<C> PendingCommand<C> {
    /// Is it not sent, because another tab of this browser has the turn?
    #[must_use]
    pub const fn waits_for_another_tab(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::TakingOver)
    }
}
