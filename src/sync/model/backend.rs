//! The backend, and what becomes of requests and sockets.

use super::super::{
    DisconnectReason, Event, FollowedEvent, Generation, RequestError, RequestId, StreamCommand, StreamState,
};
use super::tab::{Question, Reply, Socket};
use super::world::World;
use crate::wire::CommandAnswer;

impl World {
    /// A request reaches the backend.
    pub fn arrive(&mut self, tab: usize, place: usize) {
        let (request, question) = self.tabs[tab].asks.remove(place);
        if !self.up {
            return self.fail(tab, request, question);
        }
        let yes = match question {
            Question::Status => self.running,
            Question::Start => !self.running,
            Question::Stop | Question::Switch => self.running,
        };
        if question != Question::Status && yes {
            self.set_running(question == Question::Start);
            self.announce();
        }
        if question == Question::Switch && yes {
            // It was stopped, and the start leaves: by then anything can have happened.
            self.record = Some(StreamCommand::Start { force: false });
            return self.tabs[tab].asks.push((request, Question::Start));
        }
        self.tabs[tab].replies.push((request, Reply { question, yes, version: self.version }));
    }

    pub fn bring_back(&mut self, tab: usize, place: usize) {
        let (request, reply) = self.tabs[tab].replies.remove(place);
        let event = match reply.question {
            Question::Status => {
                Event::Stream(FollowedEvent::CheckReplied { request, answer: Ok(StreamState::from_active(reply.yes)) })
            }
            Question::Start if reply.yes => {
                Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(CommandAnswer::Success) })
            }
            Question::Start => Event::Stream(FollowedEvent::CommandReplied {
                request,
                answer: Ok(CommandAnswer::AlreadyRunning { protocol: None }),
            }),
            Question::Stop if reply.yes => {
                Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(CommandAnswer::Success) })
            }
            // A switch that had something to stop is answered by its start.
            Question::Stop | Question::Switch => {
                Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(CommandAnswer::NotRunning) })
            }
        };
        self.send(tab, event, Some(reply.version));
    }

    pub fn fail(&mut self, tab: usize, request: RequestId, question: Question) {
        let why = RequestError::Http(0);
        let event = match question {
            Question::Status => Event::Stream(FollowedEvent::CheckReplied { request, answer: Err(why) }),
            Question::Start | Question::Stop | Question::Switch => {
                Event::Stream(FollowedEvent::CommandReplied { request, answer: Err(why) })
            }
        };
        self.send(tab, event, None);
    }

    pub fn handshake(&mut self, tab: usize) {
        if self.up {
            self.tabs[tab].socket = Socket::Open;
            self.send(tab, Event::SocketConnected { generation: Generation(1), sid: String::new() }, None);
        } else {
            self.close(tab, DisconnectReason::TransportError);
        }
    }

    pub fn close(&mut self, tab: usize, reason: DisconnectReason) {
        self.tabs[tab].socket = Socket::None;
        self.send(tab, Event::SocketClosed { generation: Generation(1), reason }, None);
    }

    pub fn kill(&mut self) {
        self.left.kills -= 1;
        self.up = false;
        self.set_running(false);
        for tab in &mut self.tabs {
            if tab.socket == Socket::Open {
                tab.socket = Socket::Cut;
            }
        }
    }

    pub fn set_running(&mut self, running: bool) {
        if self.running != running {
            self.running = running;
            self.version += 1;
        }
    }

    pub fn announce(&mut self) {
        for tab in &mut self.tabs {
            if tab.socket == Socket::Open {
                tab.announced.push_back(StreamState::from_active(self.running));
            }
        }
    }
}
