//! What the world does of what a tab wants.

use super::super::{Effect, FollowedEffect, Generation, Intent, StreamCommand};
use super::tab::{Question, Socket};
use super::world::{Broken, World};

impl World {
    pub fn carry_out(&mut self, index: usize, effect: Effect) {
        let tab = &mut self.tabs[index];
        match effect {
            Effect::Stream(FollowedEffect::FetchStatus { request }) => tab.asks.push((request, Question::Status)),
            Effect::Stream(FollowedEffect::SendCommand { request, command }) => {
                let (question, meant) = match command {
                    StreamCommand::Start { .. } => (Question::Start, Intent::Play),
                    StreamCommand::Stop => (Question::Stop, Intent::Stop),
                    StreamCommand::Switch => (Question::Switch, Intent::Switch),
                };
                if tab.intent != Some(meant) {
                    self.broken = Some(Broken::WrongOrder);
                }
                tab.asks.push((request, question));
                self.record = Some(recorded(command));
            }
            Effect::Stream(FollowedEffect::AcquireLock { request }) => self.lock.push_back((index, request)),
            Effect::ReleaseLock { request } => {
                if self.lock.front() == Some(&(index, request)) {
                    self.granted = false;
                }
                self.lock.retain(|holder| *holder != (index, request));
            }
            Effect::Stream(FollowedEffect::Broadcast(message)) => self.tabs[1 - index].words.push_back(message),
            Effect::Stream(FollowedEffect::StealLock { request }) => {
                if self.granted {
                    self.robbed.extend(self.lock.front());
                    self.turnless.extend(self.lock.front());
                    self.lock.pop_front();
                }
                self.lock.retain(|holder| *holder != (index, request));
                self.granted = false;
                self.lock.push_front((index, request));
            }
            Effect::Stream(FollowedEffect::FindSender) => tab.finds_sender = true,
            Effect::Stream(FollowedEffect::ForgetSent(command)) => {
                self.record.take_if(|record| command == StreamCommand::Switch || *record == recorded(command));
            }
            // A cancelled request may have been carried out, and its reply may still come: the machine has to drop it.
            Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
            // Nobody looks at these here.
            Effect::Recording(_) | Effect::Light(..) | Effect::CameraSettings(_) => {}
        }
    }

    pub fn follow_socket(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        match tab.state.session.connection.socket() {
            None => {
                tab.socket = Socket::None;
                tab.announced.clear();
            }
            // A new number means a new socket; the canonical form calls the current one 1.
            Some(Generation(2..)) => {
                tab.socket = Socket::Opening;
                tab.announced.clear();
            }
            Some(_) if tab.socket == Socket::None => tab.socket = Socket::Opening,
            Some(_) => {}
        }
    }
}

/// How a command is remembered: a switch begins with a stop.
const fn recorded(command: StreamCommand) -> StreamCommand {
    match command {
        StreamCommand::Start { .. } => StreamCommand::Start { force: false },
        StreamCommand::Stop | StreamCommand::Switch => StreamCommand::Stop,
    }
}
