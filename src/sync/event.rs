//! What can happen to the machine.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{
    Cameras, Controls, DisconnectReason, Generation, Intent, RequestError, RequestId, StreamCommand, StreamState,
    TabMessage, Visibility,
};
use crate::wire::CommandAnswer;

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
    /// The Play and Stop buttons appeared or went away; only buttons that are there need polls.
    ControlsChanged(Controls),
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
    /// The backend announced that a stream started or stopped.
    Announced {
        /// Over which socket.
        generation: Generation,
        /// What it said.
        stream: StreamState,
    },
    /// The backend listed its cameras, or did not.
    CamerasListed(Cameras),

    /// Another tab of this browser said something.
    TabMessageReceived(TabMessage),
    /// A page of this browser has sent a command, and none is known to have had its answer.
    SentBefore {
        /// What it sent.
        command: StreamCommand,
        /// How long ago.
        age_ms: u64,
    },
    /// No tab of this browser has the turn: the one that said that it sends a command has ended it, or is gone.
    SenderGone {
        /// What a page has sent and none is known to have had its answer, and how many milliseconds ago.
        sent: Option<(StreamCommand, u64)>,
    },
    /// Another tab of this browser has the turn: this tab gets it later.
    LockHeldElsewhere {
        /// The command's number.
        request: RequestId,
    },
    /// No other tab of this browser sends a command: this tab's may go.
    LockAcquired {
        /// The command's number.
        request: RequestId,
    },
    /// This browser gives out no turns: nobody can be waited for.
    LockRefused {
        /// The command's number.
        request: RequestId,
    },
    /// Another tab has taken the turn over: this one held it for longer than a command may take.
    LockLost {
        /// The command's number.
        request: RequestId,
    },

    /// Somebody pressed a button.
    Clicked(Intent),
    /// A status request ended.
    CheckReplied {
        /// Which.
        request: RequestId,
        /// The backend's word, or why there is none.
        answer: Result<StreamState, RequestError>,
    },
    /// A command ended.
    CommandReplied {
        /// Which.
        request: RequestId,
        /// The backend's answer, or why there is none.
        answer: Result<CommandAnswer, RequestError>,
    },
    /// The time of [`State::next_deadline`](super::State::next_deadline) has come.
    TimerFired,
}
