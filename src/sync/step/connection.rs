//! How the connection comes and goes.

use super::super::link_record::SinceCut;
use super::super::thing::Thing;
use super::super::{
    Cameras, Connection, DisconnectReason, Followed, Generation, LogLine, Session, State, StatusCheck, Timestamp,
    Visibility, timing,
};
use super::outbox::Outbox;

impl Session {
    fn connect(&mut self, attempt: u32, now: Timestamp) {
        self.generation.0 += 1;
        self.connection = Connection::Connecting {
            generation: self.generation,
            attempt,
            deadline: now.after(timing::HANDSHAKE_TIMEOUT_MS),
        };
    }

    /// The page wants to be connected: now, not after a wait.
    pub(super) fn connect_now(&mut self, now: Timestamp) {
        if matches!(self.connection, Connection::Closed | Connection::Waiting { .. }) {
            self.connect(1, now);
        }
    }

    /// The backend is back: the next try comes now, and should it be too early, the one after soon. Unless connections
    /// are made and cut again.
    pub(super) fn hasten_reconnect(&mut self, now: Timestamp) {
        let begins_anew = self.link.cuts <= 1;
        match &mut self.connection {
            Connection::Waiting { attempt, .. } => {
                let attempt = if begins_anew { 1 } else { *attempt };
                self.connect(attempt, now);
            }
            Connection::Connecting { attempt, .. } if begins_anew => *attempt = 1,
            Connection::Connecting { .. } | Connection::Connected { .. } | Connection::Closed => {}
        }
    }

    /// Requests fail too, so somebody is looking from now on: what waits for longer than that does not.
    pub(super) fn look_for_socket(&mut self, between_polls: Option<Timestamp>, now: Timestamp) {
        let Connection::Waiting { reason, attempt, at } = self.connection else { return };
        if self.is_looking(now) {
            let soon = between_polls.unwrap_or_else(|| now.after(timing::LOOKING_INTERVAL_MS));
            self.connection = Connection::Waiting { reason, attempt, at: at.min(soon) };
        }
    }

    /// What was known belongs to another backend.
    pub(super) fn forget_backend(&mut self) {
        self.cameras = Cameras::Unknown;
        self.away_since = None;
        self.exposure_stops_until = None;
        self.link = super::super::link_record::LinkRecord::default();
    }
}

impl<T: Thing> Followed<T> {
    /// While somebody is looking, requests and tries of the socket take turns: that finds the backend sooner.
    pub(super) fn between_polls(&self, session: &Session, now: Timestamp) -> Option<Timestamp> {
        let half_ms = timing::LOOKING_INTERVAL_MS / 2;
        if !session.is_looking(now) || !self.polling(session) || self.check != StatusCheck::Idle {
            return None;
        }
        let wait_ms = self.poll.due.ms_since(now);
        // Past, or too far away to go by: after a longer wait.
        (half_ms / 2..=timing::LOOKING_INTERVAL_MS * 3 / 2).contains(&wait_ms).then(|| {
            let before = wait_ms.checked_sub(half_ms).filter(|before_ms| *before_ms >= half_ms / 2);
            now.after(before.unwrap_or(wait_ms + half_ms))
        })
    }
}

impl State {
    pub(super) fn socket_connected(&mut self, generation: Generation, sid: String, out: &mut Outbox) {
        let session = &mut self.session;
        if session.connection.socket() != Some(generation) || session.connection.connected() {
            return out.log(LogLine::LateSocket { generation });
        }
        out.log(LogLine::Connected { sid: sid.clone() });
        session.link.attempt = session.connection.attempt();
        session.connection = Connection::Connected { generation, sid };
        session.link_made(out);
        self.each(out, |thing| thing.connected());
    }

    pub(super) fn socket_closed(&mut self, generation: Generation, reason: DisconnectReason, out: &mut Outbox) {
        if self.session.connection.socket() != Some(generation) {
            return out.log(LogLine::LateSocket { generation });
        }
        let established = self.session.connection.connected();
        let attempt = if established {
            self.session.link_cut(reason, out)
        } else {
            self.session.connection.attempt().saturating_add(1)
        };
        let away_ms = self.session.away_ms(out.now);
        let wait_ms = self.session.backoff.reconnect_ms(attempt, away_ms);
        let between_polls = self.stream.between_polls(&self.session, out.now);
        let at = between_polls.unwrap_or_else(|| out.now.after(wait_ms));
        self.session.connection = Connection::Waiting { reason, attempt, at };
        if established {
            out.log(LogLine::Disconnected { reason });
            // What is found after that may have other causes.
            self.session.exposure_stops_until = None;
            self.each(out, |thing| thing.disconnected());
        } else {
            if self.session.link.since_cut == SinceCut::Confirmed {
                self.session.link.since_cut = SinceCut::SocketRefused;
            }
            out.log(LogLine::ConnectFailed { attempt: attempt - 1, reason });
        }
    }

    /// Closes the connection because this page wants it so.
    pub(super) fn close(&mut self, out: &mut Outbox) {
        if self.session.connection.connected() {
            out.log(LogLine::Disconnected { reason: DisconnectReason::ClientDisconnect });
        }
        self.session.connection = Connection::Closed;
        self.each(out, |thing| thing.closed());
    }

    pub(super) fn fire_connection_timer(&mut self, out: &mut Outbox) {
        match self.session.connection {
            Connection::Connecting { generation, deadline, .. } if deadline <= out.now => {
                self.socket_closed(generation, DisconnectReason::TransportError, out);
            }
            Connection::Waiting { attempt, at, .. }
                if at <= out.now && self.session.visibility == Visibility::Visible =>
            {
                self.session.connect(attempt, out.now);
            }
            _ => {}
        }
    }
}
