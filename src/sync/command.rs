//! Start and Stop.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{RequestId, StreamState, Timestamp};

/// What somebody pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Intent {
    /// Play.
    Play,
    /// Play, although the exposure is long.
    PlayAnyway,
    /// Stop.
    Stop,
    /// Another camera or format was chosen while a stream runs.
    Switch,
}

/// What is sent to the backend. Never a toggle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum StreamCommand {
    /// Start a stream.
    Start {
        /// Also with a long exposure.
        force: bool,
    },
    /// Stop every stream.
    Stop,
    /// Stop every stream, and start the one that was chosen if there was one to stop: one command, under one lock.
    Switch,
}

impl StreamCommand {
    /// What the stream does when it was carried out.
    pub(super) const fn goal(self) -> StreamState {
        match self {
            Self::Start { .. } | Self::Switch => StreamState::Running,
            Self::Stop => StreamState::Stopped,
        }
    }

    /// Is there nothing left to do where the stream does this?
    pub(super) fn is_done(self, stream: StreamState) -> bool {
        match self {
            Self::Start { .. } | Self::Stop => stream == self.goal(),
            // What has ended meanwhile is not begun again.
            Self::Switch => stream == StreamState::Stopped,
        }
    }
}

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
pub struct PendingCommand {
    /// What was asked for.
    pub command: StreamCommand,
    /// Its number.
    pub request: RequestId,
    /// How far it is.
    pub stage: Stage,
    /// When it is given up.
    pub deadline: Timestamp,
}

impl PendingCommand {
    /// Is it not sent, because another tab of this browser has the turn?
    #[must_use]
    pub const fn waits_for_another_tab(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::TakingOver)
    }
}
