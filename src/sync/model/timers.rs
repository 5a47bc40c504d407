//! The timers of the machine: which of them may fire next is the model's choice.

use super::super::{Connection, Event, RequestId, Sender, Stage, StatusCheck};
use super::canonical::NOW;
use super::tab::{Question, Socket};
use super::world::World;

/// One of the machine's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    Check,
    Command,
    OtherCommand,
    /// Of asking whether the tab is there that commands.
    Sender,
    Connection,
    Poll,
}

pub const TIMERS: [Timer; 6] =
    [Timer::Check, Timer::Command, Timer::OtherCommand, Timer::Sender, Timer::Connection, Timer::Poll];

pub fn is_set(world: &World, index: usize, timer: Timer) -> bool {
    let state = &world.tabs[index].state;
    match timer {
        Timer::Check => state.stream.check.next_deadline().is_some(),
        Timer::Command => state.stream.command.is_some(),
        Timer::OtherCommand => state.stream.other_command.is_some(),
        Timer::Sender => {
            let is_there = state.stream.other_command.is_some_and(|other| other.sender == Sender::Tab);
            is_there && !world.tabs[index].finds_sender
        }
        Timer::Connection => state.session.connection.next_deadline(state.session.visibility).is_some(),
        Timer::Poll => {
            state.stream.polling(&state.session)
                && state.stream.check == StatusCheck::Idle
                && !state.stream.commanding()
        }
    }
}

/// Would this limit pass although what it waits for is still under way? Limits are far longer than a message takes, so
/// this counts as a loss.
pub fn is_early(world: &World, index: usize, timer: Timer) -> bool {
    let tab = &world.tabs[index];
    let under_way = |request: RequestId| {
        tab.asks.iter().any(|ask| ask.0 == request) || tab.replies.iter().any(|reply| reply.0 == request)
    };
    match timer {
        Timer::Check => matches!(tab.state.stream.check, StatusCheck::InFlight { request, .. } if under_way(request)),
        Timer::Command => tab.state.stream.command.is_some_and(|command| {
            under_way(command.request) || world.lock.iter().any(|holder| *holder == (index, command.request))
        }),
        Timer::OtherCommand => {
            world.tabs[1 - index].state.stream.command.is_some() || !tab.words.is_empty() || !world.orphans.is_empty()
        }
        Timer::Connection => tab.socket == Socket::Opening,
        Timer::Sender | Timer::Poll => false,
    }
}

/// Has this tab waited for so long that the one that has the turn must be hanging?
pub fn may_take_over(world: &World, index: usize, timer: Timer) -> bool {
    let waits = world.tabs[index].state.stream.command.is_some_and(|command| command.stage == Stage::Queued);
    let is_held = world.granted && world.lock.front().is_some_and(|holder| holder.0 != index);
    timer == Timer::Command && waits && is_held && world.left.hangs > 0
}

impl World {
    pub fn fire(&mut self, tab: usize, timer: Timer) {
        if may_take_over(self, tab, timer) {
            self.left.hangs -= 1;
        } else if is_early(self, tab, timer) {
            self.left.losses = self.left.losses.saturating_sub(1);
        }
        let state = &mut self.tabs[tab].state;
        let due = NOW;
        match timer {
            Timer::Check => match &mut state.stream.check {
                // Old enough that its limit has passed.
                StatusCheck::InFlight { .. } => return self.time_out_check(tab),
                StatusCheck::Waiting { at, .. } => *at = due,
                StatusCheck::Idle => {}
            },
            Timer::Command => {
                if let Some(command) = &mut state.stream.command {
                    command.deadline = due;
                }
            }
            Timer::OtherCommand => {
                if let Some(other) = &mut state.stream.other_command {
                    other.deadline = due;
                }
            }
            Timer::Sender => {
                self.left.searches -= 1;
                if let Some(other) = &mut state.stream.other_command {
                    other.ask_at = due;
                }
            }
            Timer::Connection => match &mut state.session.connection {
                Connection::Connecting { deadline: at, .. } | Connection::Waiting { at, .. } => *at = due,
                Connection::Closed | Connection::Connected { .. } => {}
            },
            Timer::Poll => {
                state.stream.poll.due = due;
                self.left.polls = self.left.polls.saturating_sub(1);
            }
        }
        self.send(tab, Event::TimerFired, None);
    }

    /// Times are cut off at 0, so an old `sent_at` can't be made up: the limit's own outcome is sent instead.
    fn time_out_check(&mut self, tab: usize) {
        if let StatusCheck::InFlight { request, .. } = self.tabs[tab].state.stream.check {
            self.fail(tab, request, Question::Status);
        }
    }
}
