//! What can happen next.

use super::super::super::{
    AvailableCommand, Connection, DisconnectReason, Event, FollowedEvent, Generation, Intent, LightCommand, LightEvent,
    RequestId, StatusCheck, StreamEvent, Visibility,
};
use super::super::canonical::NOW;
use super::super::tab::Socket;
use super::tab::{LIGHT, Question, number};
use super::world::{World, light};

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

/// One of the machine's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    Connection,
    LightCheck,
    LightCommand,
    OtherCommand,
    Wanted,
    LightPoll,
    StreamCheck,
    StreamCommand,
    StreamPoll,
}

pub const TIMERS: [Timer; 9] = [
    Timer::Connection,
    Timer::LightCheck,
    Timer::LightCommand,
    Timer::OtherCommand,
    Timer::Wanted,
    Timer::StreamCheck,
    Timer::StreamCommand,
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
        Timer::LightPoll => light.next_poll(session).is_some(),
        Timer::StreamCheck => stream.check.next_deadline().is_some(),
        Timer::StreamCommand => stream.command.is_some(),
        Timer::StreamPoll => stream.next_poll(session).is_some(),
    }
}

/// Would this limit pass although what it waits for is still under way?
fn is_early(world: &World, index: usize, timer: Timer) -> bool {
    let tab = &world.tabs[index];
    let under_way = |request: RequestId| {
        tab.asks.iter().any(|ask| ask.0 == request) || tab.replies.iter().any(|reply| reply.0 == request)
    };
    let is_out = |check: &StatusCheck| matches!(check, StatusCheck::InFlight { request, .. } if under_way(*request));
    let Some(light) = tab.light() else { return false };
    match timer {
        Timer::Connection => tab.socket == Socket::Opening,
        Timer::LightCheck => is_out(&light.check),
        Timer::LightCommand => light.command.is_some_and(|command| {
            under_way(command.request) || world.lock.iter().any(|holder| *holder == (index, command.request))
        }),
        Timer::OtherCommand => {
            let other = world.tabs[1 - index].light();
            other.is_some_and(|light| light.command.is_some()) || !tab.words.is_empty()
        }
        Timer::StreamCheck => is_out(&tab.state.stream.check),
        Timer::StreamCommand => tab.state.stream.command.is_some_and(|command| under_way(command.request)),
        Timer::Wanted | Timer::LightPoll | Timer::StreamPoll => false,
    }
}

/// The most requests of a tab that are under way at once, late ones included.
const MAX_UNDER_WAY: usize = 3;

/// Every move that is possible now.
pub fn possible(world: &World, moves: &mut Vec<Move>) {
    if world.broken.is_some() {
        return;
    }
    let left = world.left;
    for (index, tab) in world.tabs.iter().enumerate().take(left.tabs) {
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
        if tab.asks.len() + tab.replies.len() < MAX_UNDER_WAY {
            let can_fire = |timer: &Timer| {
                is_set(world, index, *timer)
                    && (left.losses > 0 || !is_early(world, index, *timer))
                    && (left.polls > 0 || !matches!(timer, Timer::LightPoll | Timer::StreamPoll))
            };
            moves.extend(TIMERS.into_iter().filter(can_fire).map(|timer| Move::Fire(index, timer)));
        }
        let can_be_set = tab.light().is_some_and(|light| light.can_be_set(&tab.state.session));
        if left.sets > 0 && can_be_set {
            moves.extend([1, 2].map(|value| Move::Set(index, value)));
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
    if !world.granted && !world.lock.is_empty() {
        moves.push(Move::GrantTurn);
    }
    if world.up {
        if left.outside > 0 {
            moves.push(Move::Outside);
            if left.has_stream {
                moves.push(Move::OutsideStream);
            }
        }
        if left.kills > 0 {
            moves.push(Move::Kill);
        }
    } else {
        moves.push(Move::Boot);
    }
}

impl World {
    pub fn make(&mut self, it: Move) {
        match it {
            Move::Arrive(tab, place) => self.arrive(tab, place),
            Move::Disobey(tab, place) => self.disobey(tab, place),
            Move::LoseAsk(tab, place) => {
                self.left.losses -= 1;
                self.tabs[tab].asks.remove(place);
                self.forget_last_set();
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
                self.tabs[tab].last_set = (self.left.tabs == 1).then_some(value);
                self.send(tab, light(FollowedEvent::Clicked(LightCommand::SetValue(number(value)))), None);
            }
            Move::Click(tab, intent) => {
                self.left.clicks -= 1;
                self.send(tab, Event::Stream(StreamEvent::Clicked(intent)), None);
            }
            Move::Outside => {
                self.left.outside -= 1;
                self.forget_last_set();
                self.set_value(3);
            }
            Move::OutsideStream => {
                self.left.outside -= 1;
                self.set_running(!self.running);
            }
            Move::Kill => {
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
            Move::Boot => self.up = true,
            Move::Hide(tab) => {
                self.left.hides -= 1;
                self.send(tab, Event::VisibilityChanged(Visibility::Hidden), None);
            }
            Move::Show(tab) => self.send(tab, Event::VisibilityChanged(Visibility::Visible), None),
        }
    }

    fn close(&mut self, tab: usize, reason: DisconnectReason) {
        self.tabs[tab].socket = Socket::None;
        // What waited to be sent is not sent any more.
        self.forget_last_set();
        self.send(tab, Event::SocketClosed { generation: Generation(1), reason }, None);
    }

    fn fire(&mut self, tab: usize, timer: Timer) {
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
            Timer::LightCheck => match &mut light.check {
                StatusCheck::InFlight { request, .. } => {
                    let request = *request;
                    return self.fail(tab, request, Question::Light);
                }
                StatusCheck::Waiting { at, .. } => *at = NOW,
                StatusCheck::Idle => {}
            },
            Timer::StreamCheck => match &mut stream.check {
                StatusCheck::InFlight { request, .. } => {
                    let request = *request;
                    return self.fail(tab, request, Question::Stream);
                }
                StatusCheck::Waiting { at, .. } => *at = NOW,
                StatusCheck::Idle => {}
            },
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
