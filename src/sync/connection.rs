//! The WebSocket connection, as the machine sees it.

use std::fmt;

use super::check::CheckReason;
use super::step::Step;
use super::{Effect, LogLine, Notice, TabMessage, Timestamp, UnverifiedReason, Visibility, timing};

/// The number of one socket. Whatever an older socket still says is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

/// Why a connection ended. The words are those of socket.io-client, because people search for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    const fn attempt(&self) -> u32 {
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

impl Step<'_> {
    pub(super) fn connect(&mut self, attempt: u32) {
        self.state.generation.0 += 1;
        self.state.connection = Connection::Connecting {
            generation: self.state.generation,
            attempt,
            deadline: self.now.after(timing::HANDSHAKE_TIMEOUT_MS),
        };
    }

    /// The page wants to be connected: now, not after a wait.
    pub(super) fn connect_now(&mut self) {
        if matches!(self.state.connection, Connection::Closed | Connection::Waiting { .. }) {
            self.connect(1);
        }
    }

    pub(super) fn socket_connected(&mut self, generation: Generation, sid: String) {
        if self.state.connection.socket() != Some(generation) || self.state.connection.connected() {
            return self.log(LogLine::LateSocket { generation });
        }
        self.log(LogLine::Connected { sid: sid.clone() });
        self.state.connection = Connection::Connected { generation, sid };
        if self.state.lost_told {
            self.state.lost_told = false;
            self.notify(Notice::ConnectionRegained);
        }
        self.orphan_command();
        self.state.poll.failures = 0;
        self.check(CheckReason::Connect);
    }

    pub(super) fn socket_closed(&mut self, generation: Generation, reason: DisconnectReason) {
        if self.state.connection.socket() != Some(generation) {
            return self.log(LogLine::LateSocket { generation });
        }
        let established = self.state.connection.connected();
        let attempt = if established { 1 } else { self.state.connection.attempt() + 1 };
        let wait_ms = self.state.jitter.reconnect_ms(attempt);
        self.state.connection = Connection::Waiting { reason, attempt, at: self.now.after(wait_ms) };
        if established {
            self.log(LogLine::Disconnected { reason });
            self.notify(Notice::ConnectionLost { reason });
            self.state.lost_told = true;
            self.drop_queued_command();
            self.orphan_command();
            self.check(CheckReason::LinkLost);
        } else {
            self.log(LogLine::ConnectFailed { attempt: attempt - 1, reason });
        }
    }

    /// Closes the connection because this page wants it so.
    pub(super) fn close(&mut self) {
        if self.state.connection.connected() {
            self.log(LogLine::Disconnected { reason: DisconnectReason::ClientDisconnect });
        }
        self.state.connection = Connection::Closed;
        self.cancel_check();
        self.drop_queued_command();
        self.orphan_command();
        if self.state.command.is_some() {
            // This tab may be gone for good, so the others must not wait for its word.
            self.effects.push(Effect::Broadcast(TabMessage::Done));
        }
        if self.state.knowledge.unverified_reason().is_none() {
            self.state.knowledge.mark_unverified(UnverifiedReason::LinkLost);
        }
    }

    pub(super) fn wake_connection(&mut self) {
        match self.state.connection {
            Connection::Connecting { generation, deadline, .. } if deadline <= self.now => {
                self.socket_closed(generation, DisconnectReason::TransportError);
            }
            Connection::Waiting { attempt, at, .. }
                if at <= self.now && self.state.visibility == Visibility::Visible =>
            {
                self.connect(attempt);
            }
            _ => {}
        }
    }
}
