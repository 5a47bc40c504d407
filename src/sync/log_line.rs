//! The console lines. The machine emits them, so that tests read the same lines as the person at the console.

use std::fmt;

use super::{DisconnectReason, Generation, RequestError, RequestId, StreamState};

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// For the developer.
    Debug,
    /// The course of things.
    Info,
    /// Something is off, and handled.
    Warn,
    /// Something failed.
    Error,
}

/// One console line; its text comes from `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LogLine {
    /// The handshake is done.
    Connected {
        /// The Socket.IO id.
        sid: String,
    },
    /// A sync begins.
    Syncing,
    /// What the backend answered to a sync.
    BackendStatus(StreamState),
    /// The store holds it now.
    Synced(StreamState),
    /// One try of a sync failed.
    SyncFailed(RequestError),
    /// The connection ended.
    Disconnected {
        /// Why.
        reason: DisconnectReason,
    },
    /// The page had drifted from the backend, and was corrected.
    Mismatch {
        /// What the backend said.
        backend: StreamState,
        /// What the page had.
        frontend: StreamState,
    },
    /// The stream changed, as another page of this browser had ordered.
    AsOrdered(StreamState),
    /// One status check failed.
    CheckFailed(RequestError),
    /// A socket could not be opened.
    ConnectFailed {
        /// Which try, from 1.
        attempt: u32,
        /// How it ended.
        reason: DisconnectReason,
    },
    /// A backend that could not be reached says what its stream does.
    AnswersAgain(StreamState),
    /// A request that may be lost is replaced by another.
    AskedAgain {
        /// The one that is replaced.
        request: RequestId,
    },
    /// A reply came that nobody waits for any more.
    LateReply {
        /// Its request.
        request: RequestId,
    },
    /// A word from a socket that was given up.
    LateSocket {
        /// Its number.
        generation: Generation,
    },
    /// A click that the state does not allow.
    ClickRefused,
    /// About another thing than the stream.
    Of {
        /// How much it matters.
        level: Level,
        /// The line.
        text: String,
    },
}

impl LogLine {
    /// The console method it goes to.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Self::Connected { .. }
            | Self::Syncing
            | Self::BackendStatus(_)
            | Self::Synced(_)
            | Self::AsOrdered(_)
            | Self::Disconnected { .. } => Level::Info,
            Self::Mismatch { .. } | Self::CheckFailed(_) => Level::Warn,
            Self::SyncFailed(_) => Level::Error,
            Self::Of { level, .. } => *level,
            Self::ConnectFailed { .. }
            | Self::AnswersAgain(_)
            | Self::AskedAgain { .. }
            | Self::LateReply { .. }
            | Self::LateSocket { .. }
            | Self::ClickRefused => Level::Debug,
        }
    }
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected { sid } => write!(f, "WebSocket connected with socket id: {sid}"),
            Self::Syncing => f.write_str("[WebSocket] Syncing livestream status with backend..."),
            Self::BackendStatus(stream) => {
                write!(f, "[WebSocket] Backend livestream status: {}", stream.active())
            }
            Self::Synced(stream) => {
                write!(f, "[WebSocket] Livestream status synced: {}", stream.active())
            }
            Self::SyncFailed(why) => write!(f, "[WebSocket] Failed to sync livestream status: {why}"),
            Self::Disconnected { reason } => write!(f, "[WebSocket] Disconnected. Reason: {reason}"),
            Self::Mismatch { backend, frontend } => write!(
                f,
                "[StreamControls] Backend status mismatch detected. Backend: {}, Frontend: {}",
                backend.active(),
                frontend.active()
            ),
            Self::AsOrdered(stream) => {
                let does = if stream.active() { "running" } else { "stopped" };
                write!(f, "[Tabs] The stream is {does}, as another page of this browser had ordered")
            }
            Self::CheckFailed(why) => {
                write!(f, "[StreamControls] Failed to check live view status: {why}")
            }
            Self::ConnectFailed { attempt, reason } => {
                write!(f, "[WebSocket] Attempt {attempt} to connect failed: {reason}")
            }
            Self::AnswersAgain(stream) => {
                write!(f, "[Sync] The backend answers again. Its livestream status: {}", stream.active())
            }
            Self::AskedAgain { request } => {
                write!(f, "[Sync] No answer to request {request} yet: asking again")
            }
            Self::LateReply { request } => {
                write!(f, "[Sync] Dropped the late reply to request {request}")
            }
            Self::LateSocket { generation } => {
                write!(f, "[WebSocket] Ignored a word from socket {}, which was given up", generation.0)
            }
            Self::Of { text, .. } => f.write_str(text),
            Self::ClickRefused => f.write_str("[StreamControls] Refused a click that the state does not allow"),
        }
    }
}
