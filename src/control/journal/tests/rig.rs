//! A machine with a journal, and a clock that is moved by hand.

use super::super::*;
use crate::sync::{
    AvailableCommand, Backoff, DisconnectReason, Event, Intent, RequestError, RequestId, State, StatusCheck,
    StreamEvent, StreamState, Timestamp, Visibility, Watch,
};

/// When the tests begin, in milliseconds since 1970.
pub(super) const BEGIN_MS: u64 = 1_700_000_000_000;

/// A machine with a journal and a hand-moved clock.
pub(super) struct Rig {
    pub(super) state: State,
    pub(super) journal: Journal,
    pub(super) now_ms: u64,
}

impl Rig {
    pub(super) fn new() -> Self {
        let state = State::new(Visibility::Visible, Backoff::new(7));
        Self { journal: Journal::new(&state), state, now_ms: 1_000 }
    }

    /// Connected, and the sync answered.
    pub(super) fn synced(stream: StreamState) -> Self {
        let mut rig = Self::new();
        rig.send(Event::Opened).send(StreamEvent::Watched(Watch::Full));
        rig.connect().reply(Ok(stream));
        rig
    }

    pub(super) fn send(&mut self, event: impl Into<Event>) -> &mut Self {
        let now = Moment { at: Timestamp(self.now_ms), unix_ms: BEGIN_MS + self.now_ms };
        drop(self.journal.step(&mut self.state, event.into(), now));
        self
    }

    pub(super) fn connect(&mut self) -> &mut Self {
        let generation = self.state.session.connection.socket().expect("a socket is wanted");
        self.send(Event::SocketConnected { generation, sid: "abc".into() })
    }

    pub(super) fn cut(&mut self) -> &mut Self {
        let generation = self.state.session.connection.socket().expect("a socket is up");
        self.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose })
    }

    pub(super) fn wait(&mut self, ms: u64) -> &mut Self {
        self.now_ms += ms;
        self.send(Event::TimerFired)
    }

    /// After 12 ms.
    pub(super) fn reply(&mut self, answer: Result<StreamState, RequestError>) -> &mut Self {
        let StatusCheck::InFlight { request, .. } = self.state.stream.check else { panic!("no check is in flight") };
        self.now_ms += 12;
        self.send(StreamEvent::CheckReplied { request, answer })
    }

    /// Until the backend, which is there again and stopped, is known to be so.
    pub(super) fn heal(&mut self) {
        for _ in 0..1_000 {
            let is_connected = self.state.session.connection.connected();
            if is_connected && self.state.available_command() == AvailableCommand::Play {
                return;
            }
            match self.state.stream.check {
                StatusCheck::InFlight { .. } => self.reply(Ok(StreamState::Stopped)),
                _ if self.state.session.connection.socket().is_some() && !is_connected => self.connect(),
                _ => self.wait(500),
            };
        }
        panic!("it did not heal: {:?}", self.state);
    }

    /// Presses a button, whose turn comes at once.
    pub(super) fn press(&mut self, intent: Intent) -> RequestId {
        self.send(StreamEvent::Clicked(intent));
        let request = self.state.stream.command.expect("the press counts").request;
        self.send(StreamEvent::LockAcquired { request });
        request
    }

    /// Kind, text and evidence of what was told since the last call.
    pub(super) fn told(&mut self) -> Vec<String> {
        let told = self.journal.entries.oldest_first().map(|entry| {
            let Entry { kind, text, evidence, .. } = entry;
            format!("{}: {text} · {evidence}", kind.label())
        });
        let told = told.collect();
        self.journal.entries = EntryList::default();
        told
    }
}

pub(super) fn lost() -> RequestError {
    RequestError::Network("TypeError: Failed to fetch".into())
}
