//! What the world does of what a tab wants.

use super::super::tab::Socket;
use super::tab::{Question, VALUES, number};
use super::world::{Broken, World};
use crate::sync::{Effect, Event, FollowedEffect, Generation, LightCommand, StreamCommand, StreamEvent};

impl World {
    pub fn carry_out(&mut self, index: usize, effect: Effect) {
        let tab = &mut self.tabs[index];
        match effect {
            Effect::Stream(FollowedEffect::FetchStatus { request }) => tab.asks.push((request, Question::Stream)),
            // There is one tab then, so it has the turn at once.
            Effect::Stream(FollowedEffect::AcquireLock { request }) => {
                self.send(index, Event::Stream(StreamEvent::LockAcquired { request }), None);
            }
            Effect::Stream(FollowedEffect::SendCommand { request, command }) => {
                tab.asks.push((request, Question::Command(command != StreamCommand::Stop)));
            }
            Effect::Light(_, effect) => match effect {
                FollowedEffect::FetchStatus { request } => tab.asks.push((request, Question::Light)),
                FollowedEffect::SendCommand { request, command } => {
                    let asked = VALUES.into_iter().find(|it| command == LightCommand::SetValue(number(*it)));
                    // What was set before it is not sent any more.
                    let place = asked.and_then(|asked| tab.set.iter().position(|set| *set == asked));
                    let Some((value, place)) = asked.zip(place) else {
                        self.broken = Some(Broken::NotWhatWasAskedFor);
                        return;
                    };
                    tab.set.drain(..=place);
                    tab.asks.push((request, Question::Set(value)));
                }
                FollowedEffect::AcquireLock { request } => self.lock.push_back((index, request)),
                FollowedEffect::Broadcast(message) => self.tabs[1 - index].words.push_back(message),
                // No tab is gone, and none hangs.
                FollowedEffect::StealLock { .. } | FollowedEffect::FindSender | FollowedEffect::ForgetSent(_) => {}
            },
            Effect::ReleaseLock { request } => {
                if self.lock.front() == Some(&(index, request)) {
                    self.granted = false;
                }
                self.lock.retain(|holder| *holder != (index, request));
            }
            // A cancelled request may have been carried out, and its reply may still come.
            Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
            Effect::Stream(_) | Effect::Recording(_) | Effect::CameraSettings(_) => {}
        }
    }

    pub fn follow_socket(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        match tab.state.session.connection.socket() {
            None => tab.socket = Socket::None,
            // A new number means a new socket; the canonical form calls the current one 1.
            Some(Generation(2..)) => tab.socket = Socket::Opening,
            Some(_) if tab.socket == Socket::None => tab.socket = Socket::Opening,
            Some(_) => {}
        }
    }
}
