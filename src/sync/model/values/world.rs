//! Everything that a state of the model of a value consists of.

use std::collections::VecDeque;

use super::super::super::injected_bug::InjectedBug;
use super::super::super::{
    AvailableCommand, Connection, Effect, Event, FollowedEffect, FollowedEvent, Generation, LightCommand, LightEvent,
    LightList, LogLine, RequestError, RequestId, StatusCheck, StreamCommand, StreamEvent, StreamState, Watch,
};
use super::super::canonical::{NOW, forget_times};
use super::super::tab::Socket;
use super::bounds::Bounds;
use super::moves::{Move, TIMERS, possible};
use super::tab::{LIGHT, Question, Reply, Tab, known};
use crate::wire::CommandAnswer;

/// An invariant that a step broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Broken {
    OlderReplacedNewer,
    TwoCommands,
    NotWhatWasAskedFor,
    FailureBecameKnowledge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub tabs: [Tab; 2],
    pub up: bool,
    pub running: bool,
    pub value: u8,
    /// Count the changes of stream and value.
    pub versions: [u8; 2],
    /// The tabs that wait for the light's turn; the first has it, once granted.
    pub lock: VecDeque<(usize, RequestId)>,
    pub granted: bool,
    pub left: Bounds,
    pub broken: Option<Broken>,
}

const STREAM: usize = 0;
const VALUE: usize = 1;
const MAX_ROUNDS: usize = 12;
const MAX_MESSAGES: usize = 200;

impl World {
    pub fn new(left: Bounds, injected_bug: Option<InjectedBug>) -> Self {
        let mut world = Self {
            tabs: [Tab::new(injected_bug), Tab::new(injected_bug)],
            up: true,
            running: false,
            value: 0,
            versions: [0, 0],
            lock: VecDeque::new(),
            granted: false,
            left: Bounds {
                sets: 0,
                clicks: 0,
                outside: 0,
                disobeyed: 0,
                kills: 0,
                losses: 0,
                polls: 0,
                hides: 0,
                ..left
            },
            broken: None,
        };
        for tab in 0..left.tabs {
            world.send(tab, Event::LightsWatched(Watch::Glance), None);
            world.send(tab, Event::LightsListed(LightList::Named(vec![LIGHT.into()])), None);
            world.send(tab, light(LightEvent::Watched(Watch::Full)), None);
            world.send(tab, Event::Stream(StreamEvent::Watched(Watch::Full)), None);
            world.send(tab, Event::Opened, None);
        }
        world.settle();
        assert!(
            world.tabs[..left.tabs].iter().all(|tab| tab.shown() == Some(0)),
            "the pages start in step: {world:#?}"
        );
        world.left = left;
        world.make_canonical();
        world
    }

    /// An event reaches a tab. A reply carries what it saw.
    pub fn send(&mut self, index: usize, event: Event, reply: Option<Reply>) {
        let tab = &mut self.tabs[index];
        let before = (tab.state.stream.known, tab.state.lights.get(LIGHT).map(|light| light.known));
        let effects = tab.state.step(event.clone(), NOW);
        let after = (tab.state.stream.known, tab.state.lights.get(LIGHT).map(|light| light.known));
        let counted = !effects.iter().any(|effect| matches!(effect, Effect::Log(LogLine::LateReply { .. })));
        let learned = [
            after.0.is_confirmed() && after.0 != before.0,
            after.1.is_some_and(|known| known.is_confirmed()) && after.1 != before.1,
        ];
        let subject = reply.map(|reply| match reply.question {
            Question::Stream | Question::Command(_) => STREAM,
            Question::Light | Question::Set(_) => VALUE,
        });
        // What a set is answered says nothing of the value.
        let says = reply.is_some_and(|reply| !matches!(reply.question, Question::Set(_)));
        if let (Some(reply), Some(subject), true, true) = (reply, subject, counted, says) {
            if reply.version < tab.seen[subject] {
                self.broken = Some(Broken::OlderReplacedNewer);
            }
            tab.seen[subject] = tab.seen[subject].max(reply.version);
        }
        for (of, learned) in learned.into_iter().enumerate() {
            if learned && !(says && subject == Some(of)) {
                self.broken = Some(Broken::FailureBecameKnowledge);
            }
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
        let sent = self.tabs.iter().filter_map(Tab::light).filter_map(|light| light.command);
        if sent.filter(|command| command.stage.is_sent()).count() > 1 {
            self.broken = Some(Broken::TwoCommands);
        }
    }

    fn carry_out(&mut self, index: usize, effect: Effect) {
        let asks_at_once = !self.left.has_stream;
        let tab = &mut self.tabs[index];
        match effect {
            Effect::Stream(FollowedEffect::FetchStatus { request }) => {
                tab.asks.push((request, Question::Stream));
                if asks_at_once && self.up {
                    self.arrive(index, self.tabs[index].asks.len() - 1);
                    self.bring_back(index, self.tabs[index].replies.len() - 1);
                } else if asks_at_once {
                    self.tabs[index].asks.pop();
                    let answer = Err(RequestError::Http(0));
                    self.send(index, Event::Stream(StreamEvent::CheckReplied { request, answer }), None);
                }
            }
            // There is one tab then, so it has the turn at once.
            Effect::Stream(FollowedEffect::AcquireLock { request }) => {
                self.send(index, Event::Stream(StreamEvent::LockAcquired { request }), None);
            }
            Effect::Stream(FollowedEffect::SendCommand { request, command }) => {
                tab.asks.push((request, Question::Command(command != StreamCommand::Stop)));
            }
            Effect::Light(_, effect) => match effect {
                FollowedEffect::FetchStatus { request } => tab.asks.push((request, Question::Light)),
                FollowedEffect::SendCommand { request, command: LightCommand::SetValue(value) } => {
                    let value = (0..4).find(|it| super::tab::number(*it) == value).expect("it was set here");
                    tab.asks.push((request, Question::Set(value)));
                }
                FollowedEffect::SendCommand { .. } => self.broken = Some(Broken::NotWhatWasAskedFor),
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

    fn follow_socket(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        match tab.state.session.connection.socket() {
            None => tab.socket = Socket::None,
            Some(Generation(2..)) => tab.socket = Socket::Opening,
            Some(_) if tab.socket == Socket::None => tab.socket = Socket::Opening,
            Some(_) => {}
        }
    }

    /// A request reaches the backend.
    pub fn arrive(&mut self, tab: usize, place: usize) {
        let (request, question) = self.tabs[tab].asks.remove(place);
        if !self.up {
            return self.fail(tab, request, question);
        }
        let mut yes = self.running;
        let version = match question {
            Question::Stream => self.versions[STREAM],
            Question::Command(start) => {
                yes = self.running != start;
                self.set_running(start);
                self.versions[STREAM]
            }
            Question::Light => self.versions[VALUE],
            Question::Set(value) => {
                self.set_value(value);
                self.versions[VALUE]
            }
        };
        self.tabs[tab].replies.push((request, Reply { question, yes, value: self.value, version }));
    }

    /// The backend takes what it does not do.
    pub fn disobey(&mut self, tab: usize, place: usize) {
        self.left.disobeyed -= 1;
        let (request, question) = self.tabs[tab].asks.remove(place);
        let reply = Reply { question, yes: true, value: self.value, version: self.versions[VALUE] };
        self.forget_last_set();
        self.tabs[tab].replies.push((request, reply));
    }

    pub fn bring_back(&mut self, tab: usize, place: usize) {
        let (request, reply) = self.tabs[tab].replies.remove(place);
        let event = match reply.question {
            Question::Stream => {
                Event::Stream(FollowedEvent::CheckReplied { request, answer: Ok(StreamState::from_active(reply.yes)) })
            }
            Question::Command(start) => {
                let nothing =
                    if start { CommandAnswer::AlreadyRunning { protocol: None } } else { CommandAnswer::NotRunning };
                let answer = Ok(if reply.yes { CommandAnswer::Success } else { nothing });
                Event::Stream(FollowedEvent::CommandReplied { request, answer })
            }
            Question::Light => light(LightEvent::CheckReplied { request, answer: Ok(known(reply.value)) }),
            Question::Set(_) => light(LightEvent::CommandReplied { request, answer: Ok(()) }),
        };
        // An answer that finds nothing to stop says nothing.
        let says = reply.yes || reply.question != Question::Command(false);
        self.send(tab, event, says.then_some(reply));
    }

    pub fn fail(&mut self, tab: usize, request: RequestId, question: Question) {
        let event = match question {
            Question::Stream => {
                Event::Stream(StreamEvent::CheckReplied { request, answer: Err(RequestError::Http(0)) })
            }
            Question::Command(_) => {
                Event::Stream(StreamEvent::CommandReplied { request, answer: Err(RequestError::Http(0)) })
            }
            Question::Light => light(LightEvent::CheckReplied { request, answer: Err(RequestError::Http(0)) }),
            Question::Set(_) => light(LightEvent::CommandReplied { request, answer: Err(RequestError::Http(0)) }),
        };
        if matches!(question, Question::Set(_)) {
            self.forget_last_set();
        }
        self.send(tab, event, None);
    }

    pub fn set_running(&mut self, running: bool) {
        if self.running != running {
            self.running = running;
            self.versions[STREAM] += 1;
        }
    }

    pub fn set_value(&mut self, value: u8) {
        if self.value != value {
            self.value = value;
            self.versions[VALUE] += 1;
        }
    }

    /// Something came between: which value it is to be in the end is not known any more.
    pub fn forget_last_set(&mut self) {
        self.tabs.iter_mut().for_each(|tab| tab.last_set = None);
    }

    pub fn has_wanted(&self) -> bool {
        let waits = |tab: &Tab| tab.light().is_some_and(|light| light.command.is_some() && !light.wanted.is_empty());
        self.tabs.iter().any(waits)
    }

    pub fn is_disobeyed(&self) -> bool {
        let taken = |tab: &Tab| tab.light().is_some_and(|light| !light.asked.is_empty());
        self.left.disobeyed == 0 && self.tabs.iter().any(taken)
    }

    pub fn is_wrong(&self) -> bool {
        self.up && self.tabs.iter().any(|tab| tab.shown().is_some_and(|shown| shown != self.value))
    }

    pub fn asks_about_both(&self) -> bool {
        self.left.has_stream
            && self.tabs.iter().any(|tab| {
                let asks = |of: fn(&Question) -> bool| tab.asks.iter().any(|ask| of(&ask.1));
                asks(|question| matches!(question, Question::Stream | Question::Command(_)))
                    && asks(|question| matches!(question, Question::Light | Question::Set(_)))
            })
    }

    /// Lets everything that is under way arrive, in one order; the checker tries all the others.
    fn settle(&mut self) {
        for _ in 0..MAX_MESSAGES {
            let mut moves = Vec::new();
            possible(self, &mut moves);
            let Some(next) = moves.into_iter().find(|it| !matches!(it, Move::Fire(..))) else { return };
            self.make(next);
            self.make_canonical();
        }
        panic!("messages without end: {self:#?}");
    }

    /// Do the pages come right once faults stop? Asked where nothing is under way.
    pub fn comes_right(&self) -> bool {
        let none = Bounds {
            sets: 0,
            clicks: 0,
            outside: 0,
            disobeyed: 0,
            kills: 0,
            losses: 0,
            polls: 0,
            hides: 0,
            ..self.left
        };
        let mut world = Self { left: none, ..self.clone() };
        let mut moves = Vec::new();
        possible(&world, &mut moves);
        if self.broken.is_some() || moves.iter().any(|it| !matches!(it, Move::Fire(..))) {
            return true;
        }
        for _ in 0..MAX_ROUNDS {
            if world.is_right() {
                return true;
            }
            for tab in 0..world.left.tabs {
                let due = TIMERS.into_iter().filter(|timer| super::moves::is_set(&world, tab, *timer));
                for timer in due.collect::<Vec<_>>() {
                    world.make(Move::Fire(tab, timer));
                }
            }
            world.make_canonical();
            world.settle();
        }
        world.is_right()
    }

    fn is_right(&self) -> bool {
        let offered = if self.running { AvailableCommand::Stop } else { AvailableCommand::Play };
        self.tabs[..self.left.tabs].iter().all(|tab| {
            let light = tab.light().expect("it is looked at");
            let is_idle = light.pending().next().is_none() && light.other_command.is_none();
            let is_as_set = tab.last_set.is_none_or(|value| value == self.value);
            tab.shown() == Some(self.value)
                && is_idle
                && is_as_set
                && light.verified(&tab.state.session)
                && tab.state.available_command() == offered
        })
    }

    pub fn make_canonical(&mut self) {
        for index in 0..2 {
            let tab = &mut self.tabs[index];
            forget_times(&mut tab.state);
            tab.asks.sort_unstable();
            tab.replies.sort_unstable();
            let mut numbers: Vec<RequestId> = tab.asks.iter().map(|ask| ask.0).collect();
            numbers.extend(tab.replies.iter().map(|reply| reply.0));
            numbers.extend(tab.state.stream.command.map(|command| command.request));
            numbers.extend(in_flight(&tab.state.stream.check));
            for light in &tab.state.lights.all {
                numbers.extend(light.command.map(|command| command.request));
                numbers.extend(in_flight(&light.check));
            }
            numbers.extend(self.lock.iter().filter(|holder| holder.0 == index).map(|holder| holder.1));
            numbers.sort_unstable();
            numbers.dedup();
            let renumber = |request: &mut RequestId| {
                let place = numbers.binary_search(request).expect("every number was collected");
                *request = RequestId(place as u64 + 1);
            };
            let renumber_check = |check: &mut StatusCheck| {
                if let StatusCheck::InFlight { request, .. } = check {
                    renumber(request);
                }
            };
            tab.asks.iter_mut().for_each(|ask| renumber(&mut ask.0));
            tab.replies.iter_mut().for_each(|reply| renumber(&mut reply.0));
            if let Some(command) = &mut tab.state.stream.command {
                renumber(&mut command.request);
            }
            renumber_check(&mut tab.state.stream.check);
            for light in &mut tab.state.lights.all {
                if let Some(command) = &mut light.command {
                    renumber(&mut command.request);
                }
                renumber_check(&mut light.check);
            }
            self.lock.iter_mut().filter(|holder| holder.0 == index).for_each(|holder| renumber(&mut holder.1));
            tab.state.session.last_request = numbers.len() as u64;
            if let Connection::Waiting { attempt, .. } | Connection::Connecting { attempt, .. } =
                &mut tab.state.session.connection
            {
                *attempt = 1;
            }
        }
        // Only which observation is older matters, not by how much.
        for of in [STREAM, VALUE] {
            let is_of = |reply: &Reply| {
                let of_stream = matches!(reply.question, Question::Stream | Question::Command(_));
                of_stream == (of == STREAM)
            };
            let replies = self.tabs.iter().flat_map(|tab| &tab.replies).map(|(_, reply)| reply);
            let oldest = replies.filter(|reply| is_of(reply)).map(|reply| reply.version);
            let oldest = oldest.chain(self.tabs.iter().map(|tab| tab.seen[of])).min().unwrap_or(0);
            let oldest = oldest.min(self.versions[of]);
            self.versions[of] -= oldest;
            for tab in &mut self.tabs {
                tab.seen[of] -= oldest;
                tab.replies.iter_mut().filter(|it| is_of(&it.1)).for_each(|it| it.1.version -= oldest);
            }
        }
    }
}

fn in_flight(check: &StatusCheck) -> Option<RequestId> {
    match check {
        StatusCheck::InFlight { request, .. } => Some(*request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

pub fn light(event: LightEvent) -> Event {
    Event::Light(LIGHT.into(), event)
}
