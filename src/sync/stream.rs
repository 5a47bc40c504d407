//! The stream: what it does, and what can be done about it.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// The backend's stream, as far as the page can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum StreamState {
    /// No stream is registered at the backend.
    Stopped,
    /// At least one stream is registered. It does not mean that frames flow.
    Running,
}

impl StreamState {
    /// From the live-view endpoint's answer: is any stream active?
    #[must_use]
    pub const fn from_active(active: bool) -> Self {
        if active { Self::Running } else { Self::Stopped }
    }

    /// As the live-view endpoint would put it.
    #[must_use]
    pub const fn active(self) -> bool {
        matches!(self, Self::Running)
    }
}

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
    pub(crate) const fn goal(self) -> StreamState {
        match self {
            Self::Start { .. } | Self::Switch => StreamState::Running,
            Self::Stop => StreamState::Stopped,
        }
    }
}
