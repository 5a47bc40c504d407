//! What can happen next.

use super::super::{
    AvailableCommand, Connection, Controls, DisconnectReason, Event, Generation, Intent, RequestId, Stage, StatusCheck,
    StreamCommand, StreamState, Visibility,
};
use super::canonical::NOW;
use super::world::{MAX_UNDER_WAY, Question, Reply, Socket, World};
use crate::wire::CommandAnswer;

/// One of the machine's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    Check,
    Command,
    OtherCommand,
    Connection,
    Poll,
}

const TIMERS: [Timer; 5] = [Timer::Check, Timer::Command, Timer::OtherCommand, Timer::Connection, Timer::Poll];

/// One thing that happens; the first number is the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    Arrive(usize, usize),
    LoseAsk(usize, usize),
    Return(usize, usize),
    LoseReply(usize, usize),
    Announce(usize),
    LoseAnnouncement(usize),
    Hear(usize),
    GrantTurn,
    RefuseTurn(usize, RequestId),
    HearRobbed,
    ArriveOrphan(usize),
    Reload(usize),
    Handshake(usize),
    NoticeCut(usize),
    Fire(usize, Timer),
    Click(usize, Intent),
    Outside,
    Kill,
    Boot(bool),
    Hide(usize),
    Show(usize),
    Sleep(usize),
}

/// Every move that is possible now.
pub fn possible(world: &World, moves: &mut Vec<Move>) {
    if world.broken.is_some() {
        return;
    }
    let left = world.left;
    for (index, tab) in world.tabs.iter().enumerate() {
        for place in 0..tab.asks.len() {
            moves.push(Move::Arrive(index, place));
            if left.losses > 0 {
                moves.push(Move::LoseAsk(index, place));
            }
        }
        for place in 0..tab.replies.len() {
            moves.push(Move::Return(index, place));
            if left.losses > 0 {
                moves.push(Move::LoseReply(index, place));
            }
        }
        if !tab.announced.is_empty() {
            moves.push(Move::Announce(index));
            if left.losses > 0 {
                moves.push(Move::LoseAnnouncement(index));
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
        // A timer may send a request: not more of them than can be followed.
        if tab.asks.len() + tab.replies.len() < MAX_UNDER_WAY {
            let can_fire = |timer: &Timer| {
                is_set(world, index, *timer)
                    && (left.losses > 0 || !is_early(world, index, *timer) || may_take_over(world, index, *timer))
                    && (left.polls > 0 || *timer != Timer::Poll)
            };
            moves.extend(TIMERS.into_iter().filter(can_fire).map(|timer| Move::Fire(index, timer)));
        }
        if left.clicks > 0 && tab.state.command.is_none() {
            let offered = tab.state.available_command();
            // The machine refuses every other click, so one of those is enough, and only where a injected_bug is looked for.
            if offered == AvailableCommand::Play || tab.state.injected_bug.is_some() {
                moves.push(Move::Click(index, Intent::Play));
            }
            if offered == AvailableCommand::Stop || tab.state.injected_bug.is_some() {
                moves.push(Move::Click(index, Intent::Stop));
            }
        }
        if left.switches > 0 && tab.state.available_command() == AvailableCommand::Stop {
            moves.push(Move::Click(index, Intent::Switch));
        }
        if left.reloads > 0 && tab.state.controls == Controls::Shown {
            moves.push(Move::Reload(index));
        }
        match tab.state.visibility {
            Visibility::Visible if left.hides > 0 => moves.push(Move::Hide(index)),
            Visibility::Visible => {}
            Visibility::Hidden => moves.push(Move::Show(index)),
        }
        if left.sleeps > 0 && tab.state.controls == Controls::Shown {
            moves.push(Move::Sleep(index));
        }
    }
    if !world.granted && !world.lock.is_empty() {
        moves.push(Move::GrantTurn);
    }
    if left.refusals > 0 {
        let asking = world.lock.iter().skip(usize::from(world.granted));
        moves.extend(asking.map(|(tab, request)| Move::RefuseTurn(*tab, *request)));
    }
    if !world.robbed.is_empty() {
        moves.push(Move::HearRobbed);
    }
    moves.extend((0..world.orphans.len()).map(Move::ArriveOrphan));
    if world.up {
        if left.outside > 0 {
            moves.push(Move::Outside);
        }
        if left.kills > 0 {
            moves.push(Move::Kill);
        }
    } else {
        moves.extend([Move::Boot(false), Move::Boot(true)]);
    }
}

pub fn is_set(world: &World, index: usize, timer: Timer) -> bool {
    let state = &world.tabs[index].state;
    match timer {
        Timer::Check => state.check.next_deadline().is_some(),
        Timer::Command => state.command.is_some(),
        Timer::OtherCommand => state.other_command.is_some(),
        Timer::Connection => state.connection.next_deadline(state.visibility).is_some(),
        Timer::Poll => state.polling() && state.check == StatusCheck::Idle && !state.commanding(),
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
        Timer::Check => matches!(tab.state.check, StatusCheck::InFlight { request, .. } if under_way(request)),
        Timer::Command => tab.state.command.is_some_and(|command| {
            under_way(command.request) || world.lock.iter().any(|holder| *holder == (index, command.request))
        }),
        Timer::OtherCommand => {
            world.tabs[1 - index].state.command.is_some() || !tab.words.is_empty() || !world.orphans.is_empty()
        }
        Timer::Connection => tab.socket == Socket::Opening,
        Timer::Poll => false,
    }
}

/// Has this tab waited for so long that the one that has the turn must be hanging?
fn may_take_over(world: &World, index: usize, timer: Timer) -> bool {
    let waits = world.tabs[index].state.command.is_some_and(|command| command.stage == Stage::Queued);
    let is_held = world.granted && world.lock.front().is_some_and(|holder| holder.0 != index);
    timer == Timer::Command && waits && is_held && world.left.hangs > 0
}

impl World {
    pub fn make(&mut self, it: Move) {
        match it {
            Move::Arrive(tab, place) => self.arrive(tab, place),
            Move::LoseAsk(tab, place) => {
                self.left.losses -= 1;
                self.tabs[tab].asks.remove(place);
            }
            Move::Return(tab, place) => self.bring_back(tab, place),
            Move::LoseReply(tab, place) => {
                self.left.losses -= 1;
                self.tabs[tab].replies.remove(place);
            }
            Move::Announce(tab) => {
                if let Some(stream) = self.tabs[tab].announced.pop_front() {
                    self.send(tab, Event::Announced { generation: Generation(1), stream }, None);
                }
            }
            Move::LoseAnnouncement(tab) => {
                self.left.losses -= 1;
                self.tabs[tab].announced.pop_front();
            }
            Move::Hear(tab) => {
                if let Some(message) = self.tabs[tab].words.pop_front() {
                    self.send(tab, Event::TabMessageReceived(message), None);
                }
            }
            Move::GrantTurn => {
                if let Some((tab, request)) = self.lock.front().copied() {
                    self.granted = true;
                    self.send(tab, Event::LockAcquired { request }, None);
                }
            }
            Move::RefuseTurn(tab, request) => {
                self.left.refusals -= 1;
                self.lock.retain(|holder| *holder != (tab, request));
                self.turnless.push((tab, request));
                self.send(tab, Event::LockRefused { request }, None);
            }
            Move::HearRobbed => {
                if let Some((tab, request)) = self.robbed.pop_front() {
                    self.send(tab, Event::LockLost { request }, None);
                }
            }
            Move::ArriveOrphan(place) => {
                let question = self.orphans.remove(place);
                let starts = question == Question::Start;
                if self.up && self.running != starts {
                    self.set_running(starts);
                    self.announce();
                }
            }
            Move::Reload(tab) => {
                self.left.reloads -= 1;
                self.reload(tab);
            }
            Move::Handshake(tab) => self.handshake(tab),
            Move::NoticeCut(tab) => self.close(tab, DisconnectReason::TransportClose),
            Move::Fire(tab, timer) => self.fire(tab, timer),
            Move::Click(tab, intent) => {
                match intent {
                    Intent::Switch => self.left.switches -= 1,
                    Intent::Play | Intent::PlayAnyway | Intent::Stop => self.left.clicks -= 1,
                }
                self.send(tab, Event::Clicked(intent), None);
            }
            Move::Outside => {
                self.left.outside -= 1;
                self.set_running(!self.running);
                self.announce();
            }
            Move::Kill => self.kill(),
            Move::Boot(running) => {
                self.up = true;
                self.set_running(running);
            }
            Move::Hide(tab) => {
                self.left.hides -= 1;
                self.send(tab, Event::VisibilityChanged(Visibility::Hidden), None);
            }
            Move::Sleep(tab) => self.sleep(tab),
            Move::Show(tab) => self.send(tab, Event::VisibilityChanged(Visibility::Visible), None),
        }
    }

    /// A request reaches the backend.
    fn arrive(&mut self, tab: usize, place: usize) {
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

    fn bring_back(&mut self, tab: usize, place: usize) {
        let (request, reply) = self.tabs[tab].replies.remove(place);
        let event = match reply.question {
            Question::Status => Event::CheckReplied { request, answer: Ok(StreamState::from_active(reply.yes)) },
            Question::Start if reply.yes => Event::CommandReplied { request, answer: Ok(CommandAnswer::Success) },
            Question::Start => {
                Event::CommandReplied { request, answer: Ok(CommandAnswer::AlreadyRunning { protocol: None }) }
            }
            Question::Stop if reply.yes => Event::CommandReplied { request, answer: Ok(CommandAnswer::Success) },
            // A switch that had something to stop is answered by its start.
            Question::Stop | Question::Switch => {
                Event::CommandReplied { request, answer: Ok(CommandAnswer::NotRunning) }
            }
        };
        self.send(tab, event, Some(reply.version));
    }

    fn fail(&mut self, tab: usize, request: RequestId, question: Question) {
        let why = super::super::RequestError::Http(0);
        let event = match question {
            Question::Status => Event::CheckReplied { request, answer: Err(why) },
            Question::Start | Question::Stop | Question::Switch => Event::CommandReplied { request, answer: Err(why) },
        };
        self.send(tab, event, None);
    }

    fn handshake(&mut self, tab: usize) {
        if self.up {
            self.tabs[tab].socket = Socket::Open;
            self.send(tab, Event::SocketConnected { generation: Generation(1), sid: String::new() }, None);
        } else {
            self.close(tab, DisconnectReason::TransportError);
        }
    }

    fn close(&mut self, tab: usize, reason: DisconnectReason) {
        self.tabs[tab].socket = Socket::None;
        self.send(tab, Event::SocketClosed { generation: Generation(1), reason }, None);
    }

    fn fire(&mut self, tab: usize, timer: Timer) {
        if may_take_over(self, tab, timer) {
            self.left.hangs -= 1;
        } else if is_early(self, tab, timer) {
            self.left.losses = self.left.losses.saturating_sub(1);
        }
        let state = &mut self.tabs[tab].state;
        let due = NOW;
        match timer {
            Timer::Check => match &mut state.check {
                // Old enough that its limit has passed.
                StatusCheck::InFlight { .. } => return self.time_out_check(tab),
                StatusCheck::Waiting { at, .. } => *at = due,
                StatusCheck::Idle => {}
            },
            Timer::Command => {
                if let Some(command) = &mut state.command {
                    command.deadline = due;
                }
            }
            Timer::OtherCommand => {
                if let Some(other) = &mut state.other_command {
                    other.deadline = due;
                }
            }
            Timer::Connection => match &mut state.connection {
                Connection::Connecting { deadline: at, .. } | Connection::Waiting { at, .. } => *at = due,
                Connection::Closed | Connection::Connected { .. } => {}
            },
            Timer::Poll => {
                state.poll.due = due;
                self.left.polls = self.left.polls.saturating_sub(1);
            }
        }
        self.send(tab, Event::TimerFired, None);
    }

    /// Times are cut off at 0, so an old `sent_at` can't be made up: the limit's own outcome is sent instead.
    fn time_out_check(&mut self, tab: usize) {
        if let StatusCheck::InFlight { request, .. } = self.tabs[tab].state.check {
            self.fail(tab, request, Question::Status);
        }
    }

    fn kill(&mut self) {
        self.left.kills -= 1;
        self.up = false;
        self.set_running(false);
        for tab in &mut self.tabs {
            if tab.socket == Socket::Open {
                tab.socket = Socket::Cut;
            }
        }
    }
}
