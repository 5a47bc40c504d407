//! How the connection comes and goes.

use super::super::link_record::SinceCut;
use super::super::{
    CheckReason, Connection, DisconnectReason, Generation, LogLine, StatusCheck, Timestamp, UnverifiedReason,
    Visibility, timing,
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

    /// The backend is back: the next try comes now, and should it be too early, the one after soon. Unless connections
    /// are made and cut again.
    pub(super) fn hasten_reconnect(&mut self) {
        let begins_anew = self.state.link.cuts <= 1;
        match &mut self.state.connection {
            Connection::Waiting { attempt, .. } => {
                let attempt = if begins_anew { 1 } else { *attempt };
                self.connect(attempt);
            }
            Connection::Connecting { attempt, .. } if begins_anew => *attempt = 1,
            Connection::Connecting { .. } | Connection::Connected { .. } | Connection::Closed => {}
        }
    }

    /// Requests fail too, so somebody is looking from now on: what waits for longer than that does not.
    pub(super) fn look_for_socket(&mut self) {
        let Connection::Waiting { reason, attempt, at } = self.state.connection else { return };
        if self.is_looking() {
            let soon = self.between_polls().unwrap_or_else(|| self.now.after(timing::LOOKING_INTERVAL_MS));
            self.state.connection = Connection::Waiting { reason, attempt, at: at.min(soon) };
        }
    }

    fn is_looking(&self) -> bool {
        self.away_ms().is_some_and(|away_ms| away_ms < timing::LOOKING_MS)
    }

    pub(super) fn socket_connected(&mut self, generation: Generation, sid: String) {
        if self.state.connection.socket() != Some(generation) || self.state.connection.connected() {
            return self.log(LogLine::LateSocket { generation });
        }
        self.log(LogLine::Connected { sid: sid.clone() });
        self.state.link.attempt = self.state.connection.attempt();
        self.state.connection = Connection::Connected { generation, sid };
        self.link_made();
        self.orphan_command();
        self.check(CheckReason::Connect);
    }

    pub(super) fn socket_closed(&mut self, generation: Generation, reason: DisconnectReason) {
        if self.state.connection.socket() != Some(generation) {
            return self.log(LogLine::LateSocket { generation });
        }
        let established = self.state.connection.connected();
        let attempt =
            if established { self.link_cut(reason) } else { self.state.connection.attempt().saturating_add(1) };
        let wait_ms = self.state.backoff.reconnect_ms(attempt, self.away_ms());
        let at = self.between_polls().unwrap_or_else(|| self.now.after(wait_ms));
        self.state.connection = Connection::Waiting { reason, attempt, at };
        if established {
            self.log(LogLine::Disconnected { reason });
            self.drop_queued_command();
            self.orphan_command();
            self.check(CheckReason::LinkLost);
        } else {
            if self.state.link.since_cut == SinceCut::Confirmed {
                self.state.link.since_cut = SinceCut::SocketRefused;
            }
            self.log(LogLine::ConnectFailed { attempt: attempt - 1, reason });
        }
    }

    /// While somebody is looking, requests and tries of the socket take turns: that finds the backend sooner.
    fn between_polls(&self) -> Option<Timestamp> {
        let half_ms = timing::LOOKING_INTERVAL_MS / 2;
        let due = self.state.poll.due;
        if !self.is_looking() || !self.state.polling() || self.state.check != StatusCheck::Idle {
            return None;
        }
        let wait_ms = due.ms_since(self.now);
        // Past, or too far away to go by: after a longer wait.
        (half_ms / 2..=timing::LOOKING_INTERVAL_MS * 3 / 2).contains(&wait_ms).then(|| {
            let before = wait_ms.checked_sub(half_ms).filter(|before_ms| *before_ms >= half_ms / 2);
            self.now.after(before.unwrap_or(wait_ms + half_ms))
        })
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
