//! The timers of the machine: which of them may fire next is the model's choice.

use super::super::canonical::NOW;
use super::super::tab::Socket;
use super::tab::{LIGHT, Question};
use super::world::World;
use crate::sync::{Connection, Event, RequestId, StatusCheck};

/// One of the machine's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    Connection,
    LightCheck,
    LightCommand,
    OtherCommand,
    /// What waits behind a command.
    Wanted,
    StreamCheck,
    StreamCommand,
    /// Of what was sent to the stream, and was given up.
    StreamOther,
    LightPoll,
    StreamPoll,
}

pub const TIMERS: [Timer; 10] = [
    Timer::Connection,
    Timer::LightCheck,
    Timer::LightCommand,
    Timer::OtherCommand,
    Timer::Wanted,
    Timer::StreamCheck,
    Timer::StreamCommand,
    Timer::StreamOther,
    Timer::LightPoll,
    Timer::StreamPoll,
];

pub fn is_set(world: &World, index: usize, timer: Timer) -> bool {
    let tab = &world.tabs[index];
    let (session, stream) = (&tab.state.session, &tab.state.stream);
    let Some(light) = tab.light() else { return false };
    match timer {
        Timer::Connection => session.connection.next_deadline(session.visibility).is_some(),
        Timer::LightCheck => light.check.next_deadline().is_some(),
        Timer::LightCommand => light.command.is_some(),
        Timer::OtherCommand => light.other_command.is_some(),
        Timer::Wanted => light.command.is_none() && !light.wanted.is_empty(),
        Timer::StreamCheck => stream.check.next_deadline().is_some(),
        Timer::StreamCommand => stream.command.is_some(),
        Timer::StreamOther => stream.other_command.is_some(),
        Timer::LightPoll => light.next_poll(session).is_some(),
        Timer::StreamPoll => stream.next_poll(session).is_some(),
    }
}

/// Would this limit pass although what it waits for is still under way? Limits are far longer than a message takes, so
/// this counts as a loss.
pub fn is_early(world: &World, index: usize, timer: Timer) -> bool {
    let tab = &world.tabs[index];
    let is_out = |check: &StatusCheck| in_flight(check).is_some_and(|request| tab.is_under_way(request));
    let Some(light) = tab.light() else { return false };
    match timer {
        Timer::Connection => tab.socket == Socket::Opening,
        Timer::LightCheck => is_out(&light.check),
        Timer::LightCommand => light.command.is_some_and(|command| {
            tab.is_under_way(command.request) || world.lock.iter().any(|holder| *holder == (index, command.request))
        }),
        Timer::OtherCommand => {
            let other = world.tabs[1 - index].light();
            other.is_some_and(|light| light.command.is_some()) || !tab.words.is_empty()
        }
        Timer::StreamCheck => is_out(&tab.state.stream.check),
        Timer::StreamCommand => tab.state.stream.command.is_some_and(|command| tab.is_under_way(command.request)),
        Timer::StreamOther => tab.asks.iter().any(|ask| matches!(ask.1, Question::Command(_))),
        Timer::Wanted | Timer::LightPoll | Timer::StreamPoll => false,
    }
}

pub fn in_flight(check: &StatusCheck) -> Option<RequestId> {
    match check {
        StatusCheck::InFlight { request, .. } => Some(*request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

impl World {
    pub fn fire(&mut self, tab: usize, timer: Timer) {
        if is_early(self, tab, timer) {
            self.left.losses = self.left.losses.saturating_sub(1);
            self.forget_last_set();
        }
        let state = &mut self.tabs[tab].state;
        let (session, stream) = (&mut state.session, &mut state.stream);
        let Some(light) = state.lights.all.iter_mut().find(|light| light.thing.name == LIGHT) else { return };
        match timer {
            Timer::Connection => match &mut session.connection {
                Connection::Connecting { deadline: at, .. } | Connection::Waiting { at, .. } => *at = NOW,
                Connection::Closed | Connection::Connected { .. } => {}
            },
            // Times are cut off at 0, so an old `sent_at` can't be made up: the limit's own outcome is sent instead.
            Timer::LightCheck if let Some(request) = in_flight(&light.check) => {
                return self.fail(tab, request, Question::Light);
            }
            Timer::StreamCheck if let Some(request) = in_flight(&stream.check) => {
                return self.fail(tab, request, Question::Stream);
            }
            Timer::LightCheck => begin(&mut light.check),
            Timer::StreamCheck => begin(&mut stream.check),
            Timer::LightCommand => {
                if let Some(command) = &mut light.command {
                    command.deadline = NOW;
                }
            }
            Timer::StreamCommand => {
                if let Some(command) = &mut stream.command {
                    command.deadline = NOW;
                }
            }
            Timer::StreamOther => {
                if let Some(other) = &mut stream.other_command {
                    other.deadline = NOW;
                }
            }
            Timer::OtherCommand => {
                if let Some(other) = &mut light.other_command {
                    other.deadline = NOW;
                }
            }
            Timer::Wanted => light.next_send = NOW,
            Timer::LightPoll => {
                light.poll.due = NOW;
                self.left.polls = self.left.polls.saturating_sub(1);
            }
            Timer::StreamPoll => {
                stream.poll.due = NOW;
                self.left.polls = self.left.polls.saturating_sub(1);
            }
        }
        self.send(tab, Event::TimerFired, None);
    }
}

fn begin(check: &mut StatusCheck) {
    if let StatusCheck::Waiting { at, .. } = check {
        *at = NOW;
    }
}
