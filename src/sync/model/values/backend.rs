//! The backend, and what becomes of requests.

use super::super::tab::Socket;
use super::tab::{Question, Reply, Subject, known};
use super::world::{World, light};
use crate::sync::{DisconnectReason, Event, Generation, LightEvent, RequestError, RequestId, StreamEvent, StreamState};
use crate::wire::CommandAnswer;

impl World {
    /// A request reaches the backend.
    pub fn arrive(&mut self, tab: usize, place: usize) {
        let (request, question) = self.tabs[tab].asks.remove(place);
        if !self.up {
            return self.fail(tab, request, question);
        }
        let is_current = self.tabs[tab].light().and_then(|light| light.command).is_some_and(|it| it.request == request);
        if matches!(question, Question::Set(_)) && !is_current {
            // It was given up, and arrives after all.
            self.forget_last_set();
        }
        let mut yes = self.running;
        match question {
            Question::Stream | Question::Light => {}
            Question::Command(start) => {
                yes = self.running != start;
                self.set_running(start);
            }
            Question::Set(value) => self.set_value(value),
        }
        let version = self.versions[question.subject() as usize];
        self.tabs[tab].replies.push((request, Reply { question, yes, value: self.value, version }));
    }

    /// The backend takes what it does not do.
    pub fn disobey(&mut self, tab: usize, place: usize) {
        self.left.disobeyed -= 1;
        self.forget_last_set();
        let (request, question) = self.tabs[tab].asks.remove(place);
        let version = self.versions[question.subject() as usize];
        self.tabs[tab].replies.push((request, Reply { question, yes: true, value: self.value, version }));
    }

    pub fn bring_back(&mut self, tab: usize, place: usize) {
        let (request, reply) = self.tabs[tab].replies.remove(place);
        let event = match reply.question {
            Question::Stream => {
                let answer = Ok(StreamState::from_active(reply.yes));
                Event::Stream(StreamEvent::CheckReplied { request, answer })
            }
            Question::Command(start) => {
                let answer = Ok(match (reply.yes, start) {
                    (true, _) => CommandAnswer::Success,
                    (false, true) => CommandAnswer::AlreadyRunning { protocol: None },
                    (false, false) => CommandAnswer::NotRunning,
                });
                Event::Stream(StreamEvent::CommandReplied { request, answer })
            }
            Question::Light => light(LightEvent::CheckReplied { request, answer: Ok(known(reply.value)) }),
            Question::Set(_) => light(LightEvent::CommandReplied { request, answer: Ok(()) }),
        };
        self.send(tab, event, Some(reply));
    }

    pub fn fail(&mut self, tab: usize, request: RequestId, question: Question) {
        let why = RequestError::Http(0);
        let event = match question {
            Question::Stream => Event::Stream(StreamEvent::CheckReplied { request, answer: Err(why) }),
            Question::Command(_) => Event::Stream(StreamEvent::CommandReplied { request, answer: Err(why) }),
            Question::Light => light(LightEvent::CheckReplied { request, answer: Err(why) }),
            Question::Set(_) => light(LightEvent::CommandReplied { request, answer: Err(why) }),
        };
        if matches!(question, Question::Set(_)) {
            self.forget_last_set();
        }
        self.send(tab, event, None);
    }

    /// Where the stream is not what is looked at, requests about it are answered at once.
    pub fn answer_about_stream(&mut self, tab: usize) {
        let is_one = |ask: &(RequestId, Question)| ask.1.subject() == Subject::Stream;
        while let Some(place) = self.tabs[tab].asks.iter().position(is_one) {
            let request = self.tabs[tab].asks[place].0;
            self.arrive(tab, place);
            if let Some(place) = self.tabs[tab].replies.iter().position(|reply| reply.0 == request) {
                self.bring_back(tab, place);
            }
        }
    }

    pub fn close(&mut self, tab: usize, reason: DisconnectReason) {
        if self.tabs[tab].socket == Socket::Cut {
            // Nothing that waits is sent to the backend that comes after.
            self.tabs[tab].set.clear();
        }
        self.tabs[tab].socket = Socket::None;
        self.send(tab, Event::SocketClosed { generation: Generation(1), reason }, None);
    }

    pub fn kill(&mut self) {
        self.left.kills -= 1;
        self.forget_last_set();
        self.up = false;
        self.set_running(false);
        self.set_value(0);
        for tab in &mut self.tabs {
            if tab.socket == Socket::Open {
                tab.socket = Socket::Cut;
            }
        }
    }

    pub fn set_running(&mut self, running: bool) {
        if self.running != running {
            self.running = running;
            self.versions[Subject::Stream as usize] += 1;
        }
    }

    pub fn set_value(&mut self, value: u8) {
        if self.value != value {
            self.value = value;
            self.versions[Subject::Value as usize] += 1;
        }
    }
}
