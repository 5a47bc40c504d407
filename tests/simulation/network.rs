//! What is between tabs and backend: requests, replies and sockets, each with its way, on which it may be lost.

use fastrand::Rng;
use lockstep::sync::{DisconnectReason, Event, FollowedEvent, Generation, RequestError, RequestId};

use crate::scheduled::{Question, Scheduled};
use crate::tab::Socket;
use crate::world::World;

/// The longest way once the faults are over; a round trip is two.
pub const CALM_WAY_MS: u64 = 50;
/// The backend's ping interval and time-out together: after this a half-open socket is found out.
const PING_LIMIT_MS: u64 = 45_000;

#[derive(Debug)]
pub struct Network {
    /// Requests and messages are lost, delayed and cut.
    pub faulty: bool,
    /// Requests get lost until this time.
    pub partition_until_ms: u64,
}

impl Network {
    /// How long a message is under way; `None` when it never arrives.
    fn way_ms(&self, now_ms: u64, rng: &mut Rng) -> Option<u64> {
        if !self.faulty {
            return Some(rng.u64(1..=CALM_WAY_MS));
        }
        if now_ms < self.partition_until_ms || rng.u8(0..20) == 0 {
            return None;
        }
        Some(if rng.u8(0..8) == 0 { rng.u64(1..8_000) } else { rng.u64(1..80) })
    }
}

impl World {
    /// How long a message that leaves now is under way.
    pub fn way_ms(&mut self) -> Option<u64> {
        self.network.way_ms(self.schedule.now_ms(), &mut self.rng)
    }

    /// A tab sends a request.
    pub fn request(&mut self, tab: usize, request: RequestId, question: Question) {
        self.tabs[tab].open.insert(request);
        match self.way_ms() {
            Some(delay_ms) => self.schedule.after(delay_ms, Scheduled::Ask { tab, request, question }),
            None if self.rng.bool() => self.fail(tab, request, question, 10),
            None => {}
        }
    }

    /// A tab is told that its request failed.
    pub fn fail(&mut self, tab: usize, request: RequestId, question: Question, delay_ms: u64) {
        let why = RequestError::Network("refused".into());
        let event = match question {
            Question::Status => Event::Stream(FollowedEvent::CheckReplied { request, answer: Err(why) }),
            Question::Command(_) => Event::Stream(FollowedEvent::CommandReplied { request, answer: Err(why) }),
        };
        self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version: None });
    }

    /// The backend answers a tab; somebody else's answer is of no interest.
    pub fn reply(&mut self, tab: Option<usize>, event: Event) {
        let version = Some(self.backend.version);
        if let (Some(tab), Some(delay_ms)) = (tab, self.way_ms()) {
            self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version });
        }
    }

    /// The backend tells everybody who is connected what its stream does.
    pub fn announce(&mut self) {
        if !self.backend.announces {
            return;
        }
        let stream = self.backend.stream();
        for tab in 0..self.tabs.len() {
            let Some(socket) = self.tabs[tab].socket.filter(|it| !it.half_open && it.boot == self.backend.boot) else {
                continue;
            };
            if let Some(delay_ms) = self.way_ms() {
                let event = Event::Stream(FollowedEvent::Announced { generation: socket.generation, known: stream });
                self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version: None });
            }
        }
    }

    /// Opens and closes the socket as the machine wants it.
    pub fn follow_socket(&mut self, tab: usize) {
        let wanted = self.tabs[tab].state.session.connection.socket();
        if wanted == self.tabs[tab].wanted {
            return;
        }
        self.tabs[tab].wanted = wanted;
        self.tabs[tab].socket = None;
        if let (Some(socket), Some(delay_ms)) = (wanted, self.way_ms()) {
            self.schedule.after(delay_ms, Scheduled::Handshake { tab, socket });
        }
    }

    pub fn handshake(&mut self, tab: usize, generation: Generation) {
        if self.tabs[tab].wanted != Some(generation) {
            return;
        }
        if self.backend.frozen_until_ms > self.schedule.now_ms() {
            let until_ms = self.backend.frozen_until_ms;
            return self.schedule.at(until_ms, Scheduled::Handshake { tab, socket: generation });
        }
        let event = if self.backend.up {
            self.tabs[tab].socket = Some(Socket { generation, boot: self.backend.boot, half_open: false });
            Event::SocketConnected { generation, sid: format!("sid-{}", generation.0) }
        } else {
            Event::SocketClosed { generation, reason: DisconnectReason::TransportError }
        };
        let delay_ms = self.way_ms().unwrap_or(20);
        self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version: None });
    }

    pub fn close_socket(&mut self, tab: usize, reason: DisconnectReason) {
        if let Some(socket) = self.tabs[tab].socket.take() {
            let event = Event::SocketClosed { generation: socket.generation, reason };
            self.schedule.after(5, Scheduled::Arrive { tab, event, version: None });
        }
    }

    /// Lets a socket go dead without either end noticing.
    pub fn break_socket(&mut self, tab: usize) {
        if let Some(socket) = &mut self.tabs[tab].socket {
            socket.half_open = true;
            let socket = *socket;
            self.schedule.after(PING_LIMIT_MS, Scheduled::PingTimeout { tab, socket });
        }
    }
}
