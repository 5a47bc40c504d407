//! The machine's rules, one by one. Races across many steps are in `tests/simulation`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod away;
mod camera_settings;
mod check;
mod command;
mod connection;
mod contradiction;
mod exactly;
mod flapping;
mod knowledge;
mod light_rig;
mod lights;
mod long_exposure;
mod poll;
mod recording;
mod tabs;
mod turns;
mod values;

use super::*;
use crate::wire::CommandAnswer;

/// A machine with a hand-moved clock.
struct Rig {
    state: State,
    now: Timestamp,
    /// Everything the machine wanted, in order.
    effects: Vec<Effect>,
}

impl Rig {
    fn new() -> Self {
        let state = State::new(Visibility::Visible, Backoff::new(0));
        Self { state, now: Timestamp(1_000), effects: Vec::new() }
    }

    /// Connected, and the sync answered.
    fn synced(stream: StreamState) -> Self {
        let mut rig = Self::new();
        rig.send(StreamEvent::Watched(Watch::Full));
        rig.connect();
        rig.reply(Ok(stream));
        rig.effects.clear();
        rig
    }

    /// Connected for so long that the connection stands.
    fn standing(stream: StreamState) -> Self {
        let mut rig = Self::synced(stream);
        for _ in 0..6 {
            rig.wait(timing::POLL_INTERVAL_MS);
            rig.reply(Ok(stream));
        }
        rig.effects.clear();
        rig
    }

    fn send(&mut self, event: impl Into<Event>) -> &mut Self {
        let effects = self.state.step(event.into(), self.now);
        self.effects.extend(effects);
        self
    }

    /// A click whose lock comes at once, as when no other tab is open.
    fn click(&mut self, intent: Intent) -> &mut Self {
        self.send(StreamEvent::Clicked(intent));
        self.take_turn()
    }

    fn take_turn(&mut self) -> &mut Self {
        if let Some(PendingCommand { request, stage: Stage::Queued, .. }) = self.state.stream.command {
            self.send(StreamEvent::LockAcquired { request });
        }
        self
    }

    fn connect(&mut self) {
        self.send(Event::Opened);
        let generation = self.state.session.connection.socket().expect("a socket is wanted");
        self.send(Event::SocketConnected { generation, sid: "abc".into() });
    }

    fn lose_connection(&mut self) {
        let generation = self.state.session.connection.socket().expect("a socket is up");
        self.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose });
    }

    /// The connection is made again, once its time has come.
    fn reconnect(&mut self) {
        if let Connection::Waiting { at, .. } = self.state.session.connection {
            self.now = self.now.max(at);
            self.send(Event::TimerFired);
        }
        let generation = self.state.session.connection.socket().unwrap();
        self.send(Event::SocketConnected { generation, sid: "new".into() });
    }

    /// A sync of another thing than the stream fails with all its tries, while the stream is answered for. Its request is
    /// found and failed by these.
    fn fail_sync_of(&mut self, request: impl Fn(&Self) -> Option<RequestId>, failed: impl Fn(RequestId) -> Event) {
        self.lose_connection();
        self.reconnect();
        for _ in 0..20 {
            if self.check_request().is_some() {
                self.reply(Ok(StreamState::Running));
            }
            match request(self) {
                Some(request) => drop(self.send(failed(request))),
                None => drop(self.next_timer()),
            }
        }
    }

    fn lose_connection_if_any(&mut self) {
        if self.state.session.connection.socket().is_some() {
            self.lose_connection();
        }
    }

    fn announce(&mut self, stream: StreamState) {
        let generation = self.state.session.connection.socket().expect("a socket is up");
        self.send(StreamEvent::Announced { generation, known: stream });
    }

    fn wait(&mut self, ms: u64) {
        self.now = self.now.after(ms);
        let is_due = self.state.next_deadline().is_some_and(|due| due <= self.now);
        let mut before = self.state.clone();
        before.session.stepped_at = self.now;
        self.send(Event::TimerFired);
        // Who does not say that something is due is not woken for it.
        assert!(is_due || self.state == before, "something happened that was not due: {before:#?}, {:#?}", self.state);
    }

    /// On to the next time at which something is due, as a browser's timer would go.
    fn next_timer(&mut self) -> Timestamp {
        self.now = self.state.next_deadline().expect("something is due");
        self.send(Event::TimerFired);
        self.now
    }

    fn check_request(&self) -> Option<RequestId> {
        match self.state.stream.check {
            StatusCheck::InFlight { request, .. } => Some(request),
            StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
        }
    }

    fn reply(&mut self, answer: Result<StreamState, RequestError>) {
        let request = self.check_request().expect("a check is in flight");
        self.send(StreamEvent::CheckReplied { request, answer });
    }

    fn fail(&mut self) {
        self.reply(Err(lost()));
    }

    fn answer(&mut self, answer: Result<CommandAnswer, RequestError>) {
        let request = self.state.stream.command.expect("a command is in flight").request;
        self.send(StreamEvent::CommandReplied { request, answer });
    }

    fn lines(&self) -> Vec<String> {
        let line = |effect: &Effect| match effect {
            Effect::Log(line) if line.level() != Level::Debug => Some(line.to_string()),
            _ => None,
        };
        self.effects.iter().filter_map(line).collect()
    }

    fn notices(&self) -> Vec<&Notice> {
        let mut notices = Vec::new();
        for effect in &self.effects {
            if let Effect::Notify(notice) = effect {
                notices.push(notice);
            }
        }
        notices
    }

    fn commands(&self) -> Vec<StreamCommand> {
        let command = |effect: &Effect| match effect {
            Effect::Stream(FollowedEffect::SendCommand { command, .. }) => Some(*command),
            _ => None,
        };
        self.effects.iter().filter_map(command).collect()
    }
}

fn lost() -> RequestError {
    RequestError::Network("refused".into())
}
