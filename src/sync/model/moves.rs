//! What can happen next.

use super::super::{
    AvailableCommand, DisconnectReason, Event, FollowedEvent, Generation, Intent, RequestId, Visibility, Watch,
};
use super::tab::{MAX_UNDER_WAY, Question, Socket};
use super::timers::{TIMERS, Timer, is_early, is_set, may_take_over};
use super::world::World;

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
    AnswerSender(usize),
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
        if tab.finds_sender {
            moves.push(Move::AnswerSender(index));
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
                    && (left.searches > 0 || *timer != Timer::Sender)
            };
            moves.extend(TIMERS.into_iter().filter(can_fire).map(|timer| Move::Fire(index, timer)));
        }
        if left.clicks > 0 && tab.state.stream.command.is_none() {
            let offered = tab.state.available_command();
            // The machine refuses every other click, so one of those is enough, and only where a injected_bug is looked for.
            if offered == AvailableCommand::Play || tab.state.session.injected_bug.is_some() {
                moves.push(Move::Click(index, Intent::Play));
            }
            if offered == AvailableCommand::Stop || tab.state.session.injected_bug.is_some() {
                moves.push(Move::Click(index, Intent::Stop));
            }
        }
        if left.switches > 0 && tab.state.available_command() == AvailableCommand::Stop {
            moves.push(Move::Click(index, Intent::Switch));
        }
        if left.reloads > 0 && tab.state.stream.watch == Watch::Full {
            moves.push(Move::Reload(index));
        }
        match tab.state.session.visibility {
            Visibility::Visible if left.hides > 0 => moves.push(Move::Hide(index)),
            Visibility::Visible => {}
            Visibility::Hidden => moves.push(Move::Show(index)),
        }
        if left.sleeps > 0 && tab.state.stream.watch == Watch::Full {
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
                    self.send(
                        tab,
                        Event::Stream(FollowedEvent::Announced { generation: Generation(1), known: stream }),
                        None,
                    );
                }
            }
            Move::LoseAnnouncement(tab) => {
                self.left.losses -= 1;
                self.tabs[tab].announced.pop_front();
            }
            Move::Hear(tab) => {
                if let Some(message) = self.tabs[tab].words.pop_front() {
                    self.send(tab, Event::Stream(FollowedEvent::TabMessageReceived(message)), None);
                }
            }
            Move::GrantTurn => {
                if let Some((tab, request)) = self.lock.front().copied() {
                    self.granted = true;
                    self.send(tab, Event::Stream(FollowedEvent::LockAcquired { request }), None);
                }
            }
            Move::RefuseTurn(tab, request) => {
                self.left.refusals -= 1;
                self.lock.retain(|holder| *holder != (tab, request));
                self.turnless.push((tab, request));
                self.send(tab, Event::Stream(FollowedEvent::LockRefused { request }), None);
            }
            Move::HearRobbed => {
                if let Some((tab, request)) = self.robbed.pop_front() {
                    self.send(tab, Event::Stream(FollowedEvent::LockLost { request }), None);
                }
            }
            Move::AnswerSender(tab) => {
                self.tabs[tab].finds_sender = false;
                if !self.granted {
                    let sent = self.record.map(|command| (command, 0));
                    self.send(tab, Event::Stream(FollowedEvent::SenderGone { sent }), None);
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
                self.send(tab, Event::Stream(FollowedEvent::Clicked(intent)), None);
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
}
