//! What can happen to the machine.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::things::Stream;
use super::{Cameras, DisconnectReason, FollowedEvent, Generation, Visibility};

/// Everything that the machine hears of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Event {
    /// The page wants to be connected (it was opened, or came back from the back/forward cache).
    Opened,
    /// The page no longer wants to be connected.
    Closed,
    /// Another backend was chosen: nothing known so far counts.
    BackendChanged,
    /// “Reconnect now” was pressed, or the browser says that the network is back.
    ReconnectWanted,
    /// The tab was hidden or shown.
    VisibilityChanged(Visibility),

    /// The Socket.IO handshake is done.
    SocketConnected {
        /// Which socket.
        generation: Generation,
        /// The id that the backend gave. Who knows it can speak for this page, so it is not written down.
        #[serde(skip)]
        sid: String,
    },
    /// A socket ended, or could not be opened.
    SocketClosed {
        /// Which socket.
        generation: Generation,
        /// Why.
        reason: DisconnectReason,
    },
    /// The backend listed its cameras, or did not.
    CamerasListed(Cameras),

    /// Something happened to the stream.
    Stream(FollowedEvent<Stream>),
    /// The time of [`State::next_deadline`](super::State::next_deadline) has come.
    TimerFired,
}

impl From<FollowedEvent<Stream>> for Event {
    fn from(event: FollowedEvent<Stream>) -> Self {
        Self::Stream(event)
    }
}
