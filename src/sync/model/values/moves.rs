//! What can happen next.

use super::super::tab::Socket;
use super::tab::{Question, number};
use super::timers::{TIMERS, Timer, is_early, is_set};
use super::world::{World, light};
use crate::sync::{
    AvailableCommand, DisconnectReason, Event, Generation, Intent, LightCommand, LightEvent, StreamEvent, Visibility,
};

/// One thing that happens; the first number is the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    Arrive(usize, usize),
    Disobey(usize, usize),
    LoseAsk(usize, usize),
    Return(usize, usize),
    LoseReply(usize, usize),
    Hear(usize),
    GrantTurn,
    Handshake(usize),
    NoticeCut(usize),
    Fire(usize, Timer),
    Set(usize, u8),
    Click(usize, Intent),
    /// Somebody else sets the value.
    Outside,
    /// Somebody else starts or stops the stream, which is not announced.
    OutsideStream,
    Kill,
    Boot,
    Hide(usize),
    Show(usize),
}

/// The most requests of a tab that are under way at once, late ones included.
const MAX_UNDER_WAY: usize = 3;
/// What people set here.
const SET_HERE: [u8; 2] = [1, 2];
/// What somebody else sets.
const SET_ELSEWHERE: u8 = 3;

/// Every move that is possible now.
pub fn possible(world: &World, moves: &mut Vec<Move>) {
    if world.broken.is_some() {
        return;
    }
    for index in 0..world.left.tabs {
        messages(world, index, moves);
        timers_and_people(world, index, moves);
    }
    if !world.granted && !world.lock.is_empty() {
        moves.push(Move::GrantTurn);
    }
    if !world.up {
        return moves.push(Move::Boot);
    }
    if world.left.outside > 0 {
        moves.push(Move::Outside);
        if world.left.has_stream {
            moves.push(Move::OutsideStream);
        }
    }
    if world.left.kills > 0 {
        moves.push(Move::Kill);
    }
}

/// What is under way to and from a tab arrives, or is lost.
fn messages(world: &World, index: usize, moves: &mut Vec<Move>) {
    let (tab, left) = (&world.tabs[index], world.left);
    for (place, (_, question)) in tab.asks.iter().enumerate() {
        moves.push(Move::Arrive(index, place));
        if left.losses > 0 {
            moves.push(Move::LoseAsk(index, place));
        }
        if left.disobeyed > 0 && world.up && matches!(question, Question::Set(_)) {
            moves.push(Move::Disobey(index, place));
        }
    }
    for place in 0..tab.replies.len() {
        moves.push(Move::Return(index, place));
        if left.losses > 0 {
            moves.push(Move::LoseReply(index, place));
        }
    }
    if !tab.words.is_empty() {
        moves.push(Move::Hear(index));
    }
    match tab.socket {
        Socket::Opening => moves.push(Move::Handshake(index)),
        Socket::Cut => moves.push(Move::NoticeCut(index)),
        Socket::None | Socket::Open => {}
    }
}

fn timers_and_people(world: &World, index: usize, moves: &mut Vec<Move>) {
    let (tab, left) = (&world.tabs[index], world.left);
    // A timer may send a request: not more of them than can be followed.
    if tab.asks.len() + tab.replies.len() < MAX_UNDER_WAY {
        let can_fire = |timer: &Timer| {
            is_set(world, index, *timer)
                && (left.losses > 0 || !is_early(world, index, *timer))
                && (left.polls > 0 || !matches!(timer, Timer::LightPoll | Timer::StreamPoll))
        };
        moves.extend(TIMERS.into_iter().filter(can_fire).map(|timer| Move::Fire(index, timer)));
    }
    if left.sets > 0 && tab.light().is_some_and(|light| light.can_be_set(&tab.state.session)) {
        moves.extend(SET_HERE.map(|value| Move::Set(index, value)));
    }
    if left.clicks > 0 {
        match tab.state.available_command() {
            AvailableCommand::Play => moves.push(Move::Click(index, Intent::Play)),
            AvailableCommand::Stop => moves.push(Move::Click(index, Intent::Stop)),
            AvailableCommand::None => {}
        }
    }
    match tab.state.session.visibility {
        Visibility::Visible if left.hides > 0 => moves.push(Move::Hide(index)),
        Visibility::Visible => {}
        Visibility::Hidden => moves.push(Move::Show(index)),
    }
}

impl World {
    pub fn make(&mut self, it: Move) {
        match it {
            Move::Arrive(tab, place) => self.arrive(tab, place),
            Move::Disobey(tab, place) => self.disobey(tab, place),
            Move::LoseAsk(tab, place) => {
                self.left.losses -= 1;
                if matches!(self.tabs[tab].asks.remove(place).1, Question::Set(_)) {
                    self.forget_last_set();
                }
            }
            Move::Return(tab, place) => self.bring_back(tab, place),
            Move::LoseReply(tab, place) => {
                self.left.losses -= 1;
                self.tabs[tab].replies.remove(place);
            }
            Move::Hear(tab) => {
                if let Some(message) = self.tabs[tab].words.pop_front() {
                    self.send(tab, light(LightEvent::TabMessageReceived(message)), None);
                }
            }
            Move::GrantTurn => {
                if let Some((tab, request)) = self.lock.front().copied() {
                    self.granted = true;
                    self.send(tab, light(LightEvent::LockAcquired { request }), None);
                }
            }
            Move::Handshake(tab) if self.up => {
                self.tabs[tab].socket = Socket::Open;
                self.send(tab, Event::SocketConnected { generation: Generation(1), sid: String::new() }, None);
            }
            Move::Handshake(tab) => self.close(tab, DisconnectReason::TransportError),
            Move::NoticeCut(tab) => self.close(tab, DisconnectReason::TransportClose),
            Move::Fire(tab, timer) => self.fire(tab, timer),
            Move::Set(tab, value) => {
                self.left.sets -= 1;
                self.forget_last_set();
                self.tabs[tab].set.push_back(value);
                // Of two people at one slider, either may be the last.
                self.tabs[tab].last_set = (self.left.tabs == 1).then_some(value);
                self.send(tab, light(LightEvent::Clicked(LightCommand::SetValue(number(value)))), None);
            }
            Move::Click(tab, intent) => {
                self.left.clicks -= 1;
                self.send(tab, Event::Stream(StreamEvent::Clicked(intent)), None);
            }
            Move::Outside => {
                self.left.outside -= 1;
                self.forget_last_set();
                self.set_value(SET_ELSEWHERE);
            }
            Move::OutsideStream => {
                self.left.outside -= 1;
                self.set_running(!self.running);
            }
            Move::Kill => self.kill(),
            Move::Boot => self.up = true,
            Move::Hide(tab) => {
                self.left.hides -= 1;
                self.send(tab, Event::VisibilityChanged(Visibility::Hidden), None);
            }
            Move::Show(tab) => self.send(tab, Event::VisibilityChanged(Visibility::Visible), None),
        }
    }
}
