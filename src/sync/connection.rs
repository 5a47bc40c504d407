//! The WebSocket connection, as the machine sees it.

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{Timestamp, Visibility};

/// The number of one socket. Whatever an older socket still says is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Generation(pub u64);

/// Why a connection ended. The words are those of socket.io-client, because people search for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum DisconnectReason {
    /// The socket was closed without a word from the server.
    TransportClose,
    /// The socket failed.
    TransportError,
    /// The server's ping did not come in time.
    PingTimeout,
    /// The server closed the namespace.
    ServerDisconnect,
    /// This page closed the connection.
    ClientDisconnect,
}

impl DisconnectReason {
    /// For people, who know no protocol.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::TransportClose | Self::ServerDisconnect => "the backend closed the connection",
            Self::TransportError => "the connection broke",
            Self::PingTimeout => "nothing more was heard from the backend",
            Self::ClientDisconnect => "this page closed the connection",
        }
    }
}

impl fmt::Display for DisconnectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TransportClose => "transport close",
            Self::TransportError => "transport error",
            Self::PingTimeout => "ping timeout",
            Self::ServerDisconnect => "io server disconnect",
            Self::ClientDisconnect => "io client disconnect",
        })
    }
}

/// The connection. Losing it does not change what is known about the stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Connection {
    /// Down because this page wants it so; it stays down.
    Closed,
    /// A socket is opening or shaking hands.
    Connecting {
        /// The socket's number.
        generation: Generation,
        /// Which try since the last success, from 1.
        attempt: u32,
        /// When it is given up.
        deadline: Timestamp,
    },
    /// Connected.
    Connected {
        /// The socket's number.
        generation: Generation,
        /// The Socket.IO id that the backend gave.
        #[serde(skip)]
        sid: String,
    },
    /// Waiting to try again.
    Waiting {
        /// Why the last socket ended.
        reason: DisconnectReason,
        /// Which try comes next, from 1.
        attempt: u32,
        /// When it comes (while the tab is visible).
        at: Timestamp,
    },
}

impl Connection {
    /// The socket that should be open now. The socket's owner follows this: at most one socket, ever.
    #[must_use]
    pub const fn socket(&self) -> Option<Generation> {
        match self {
            Self::Connecting { generation, .. } | Self::Connected { generation, .. } => Some(*generation),
            Self::Closed | Self::Waiting { .. } => None,
        }
    }

    /// Is it up?
    #[must_use]
    pub const fn connected(&self) -> bool {
        matches!(self, Self::Connected { .. })
    }

    /// The socket that is up.
    #[must_use]
    pub const fn connected_generation(&self) -> Option<Generation> {
        match self {
            Self::Connected { generation, .. } => Some(*generation),
            _ => None,
        }
    }

    pub(super) const fn attempt(&self) -> u32 {
        match self {
            Self::Connecting { attempt, .. } | Self::Waiting { attempt, .. } => *attempt,
            Self::Closed | Self::Connected { .. } => 1,
        }
    }

    pub(super) fn next_deadline(&self, visibility: Visibility) -> Option<Timestamp> {
        match self {
            Self::Connecting { deadline, .. } => Some(*deadline),
            // A hidden tab sends nothing; it reconnects when it is shown.
            Self::Waiting { at, .. } if visibility == Visibility::Visible => Some(*at),
            Self::Waiting { .. } | Self::Closed | Self::Connected { .. } => None,
        }
    }
}
