//! How the connection comes and goes.

use super::super::{
    CheckReason, Connection, DisconnectReason, Generation, LogLine, Notice, UnverifiedReason, Visibility, timing,
};
use super::Step;

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
        if self.state.loss_shown {
            self.state.loss_shown = false;
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
        let wait_ms = self.state.backoff.reconnect_ms(attempt);
        self.state.connection = Connection::Waiting { reason, attempt, at: self.now.after(wait_ms) };
        if established {
            self.log(LogLine::Disconnected { reason });
            self.notify(Notice::ConnectionLost { reason });
            self.state.loss_shown = true;
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
        if self.state.stream.unverified_reason().is_none() {
            self.state.stream.mark_unverified(UnverifiedReason::LinkLost);
        }
    }

    pub(super) fn fire_connection_timer(&mut self) {
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
