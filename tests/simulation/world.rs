//! Everything together: time, network, backend, tabs, and whoever else has a hand in it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use fastrand::Rng;
use lockstep::sync::{
    Controls, DisconnectReason, Effect, Event, Evidence, Intent, Moment, Offer, Order, RequestError, RequestId, Stage,
    Stream, Visibility,
};
use lockstep::wire::CommandAnswer;

use crate::backend::Backend;
use crate::tab::{Socket, Tab};

/// How long the faults go on.
const FAULTS_MS: u64 = 90_000;
/// A round trip once the faults are over: two ways of at most this.
const CALM_WAY_MS: u64 = 50;
/// After healing: the longest reconnect wait (5 s + 50 %) or poll interval (5 s + 20 %), and the way there and back for
/// handshake, sync, and the check that a burst puts off.
const CONVERGENCE_MS: u64 = 7_500 + 6 * CALM_WAY_MS + 200;
/// The backend's ping interval and time-out together: after this a half-open socket is found out.
const PING_LIMIT_MS: u64 = 45_000;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    Off,
    Print,
}

/// What a request asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Status,
    Command(Order),
}

/// Something that happens at a time.
#[derive(Clone, Debug)]
enum Happening {
    /// The machine's wake-up time.
    Wake { tab: usize },
    /// An event reaches a tab. Observations carry the version of the backend that they saw.
    Arrive { tab: usize, event: Event, version: Option<u64> },
    /// A request reaches the backend.
    Ask { tab: usize, request: RequestId, question: Question },
    /// The backend ends a start or a stop.
    Finish { tab: Option<usize>, request: RequestId, order: Order, boot: u64 },
    /// A handshake reaches the backend.
    Handshake { tab: usize, socket: lockstep::sync::Generation },
    /// A half-open socket is found out.
    PingTimeout { tab: usize, socket: Socket },
    /// A sleeping tab wakes.
    Awake { tab: usize },
    /// The next thing that somebody or fate does.
    Fate,
    /// Faults end.
    Heal,
    /// The pages must be right by now.
    Judge,
}

pub struct World {
    rng: Rng,
    trace: Trace,
    now_ms: u64,
    sequence: u64,
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    backend: Backend,
    tabs: Vec<Tab>,
    /// Tabs that wait for their turn to send a command; the first has it.
    turns: VecDeque<(usize, RequestId)>,
    /// Requests and messages are lost, delayed and cut.
    faulty: bool,
    /// Requests get lost until this time.
    partition_until_ms: u64,
    /// How many things happened.
    pub events: u64,
    over: bool,
}

impl World {
    pub fn new(seed: u64, trace: Trace) -> Self {
        let mut rng = Rng::with_seed(seed);
        let tabs = (0..rng.usize(1..=3)).map(|_| Tab::new(rng.u32(..))).collect();
        let backend = Backend {
            up: rng.u8(0..4) > 0,
            boot: 1,
            running: rng.bool(),
            version: 0,
            frozen_until_ms: 0,
            starting: 0,
            leaked: 0,
            start_ms: if rng.bool() { 0 } else { rng.u64(0..4_000) },
            stop_ms: if rng.bool() { 0 } else { rng.u64(0..4_000) },
            announces: rng.u8(0..3) > 0,
        };
        Self {
            rng,
            trace,
            now_ms: 0,
            sequence: 0,
            queue: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            backend,
            tabs,
            turns: VecDeque::new(),
            faulty: true,
            partition_until_ms: 0,
            events: 0,
            over: false,
        }
    }

    pub fn run(&mut self) {
        for tab in 0..self.tabs.len() {
            self.send(tab, Event::Opened, None);
            self.send(tab, Event::ControlsChanged(Controls::Shown), None);
        }
        self.at(FAULTS_MS, Happening::Heal);
        self.at(500, Happening::Fate);
        while !self.over {
            let Reverse((time_ms, key)) = self.queue.pop().expect("the world goes on until it is judged");
            self.now_ms = time_ms;
            self.events += 1;
            let happening = self.happenings.remove(&key).expect("queued");
            self.happen(happening);
        }
    }

    fn at(&mut self, time_ms: u64, happening: Happening) {
        self.sequence += 1;
        self.queue.push(Reverse((time_ms.max(self.now_ms), self.sequence)));
        self.happenings.insert(self.sequence, happening);
    }

    fn after(&mut self, delay_ms: u64, happening: Happening) {
        self.at(self.now_ms + delay_ms, happening);
    }

    /// How long a message is under way; `None` when it never arrives.
    fn way_ms(&mut self) -> Option<u64> {
        if !self.faulty {
            return Some(self.rng.u64(1..=CALM_WAY_MS));
        }
        if self.now_ms < self.partition_until_ms || self.rng.u8(0..20) == 0 {
            return None;
        }
        Some(if self.rng.u8(0..8) == 0 { self.rng.u64(1..8_000) } else { self.rng.u64(1..80) })
    }

    fn happen(&mut self, happening: Happening) {
        if self.trace == Trace::Print {
            println!("{:>7} {happening:?}", self.now_ms);
        }
        match happening {
            Happening::Wake { tab } => {
                if self.tabs[tab].state.next_wake().is_some_and(|at| at.0 <= self.now_ms) {
                    self.send(tab, Event::Woke, None);
                }
            }
            Happening::Arrive { tab, event, version } => self.send(tab, event, version),
            Happening::Ask { tab, request, question } => self.ask(tab, request, question),
            Happening::Finish { tab, request, order, boot } => self.finish(tab, request, order, boot),
            Happening::Handshake { tab, socket } => self.handshake(tab, socket),
            Happening::PingTimeout { tab, socket } => {
                if self.tabs[tab].socket == Some(socket) {
                    self.close_socket(tab, DisconnectReason::PingTimeout);
                }
            }
            Happening::Awake { tab } => self.awake(tab),
            Happening::Fate => self.fate(),
            Happening::Heal => self.heal(),
            Happening::Judge => self.judge(),
        }
    }

    fn awake(&mut self, tab: usize) {
        self.tabs[tab].asleep = false;
        while let Some((event, version)) = self.tabs[tab].mailbox.pop_front() {
            self.send(tab, event, version);
        }
    }

    /// An event reaches a tab now, or when it wakes.
    fn send(&mut self, tab: usize, event: Event, version: Option<u64>) {
        if self.tabs[tab].asleep {
            return self.tabs[tab].mailbox.push_back((event, version));
        }
        let before = self.tabs[tab].state.clone();
        let effects = self.tabs[tab].state.step(event.clone(), Moment(self.now_ms));
        self.check_step(tab, &before, &event, version, &effects);
        for effect in effects {
            self.carry_out(tab, effect);
        }
        self.follow_socket(tab);
        if let Some(wake) = self.tabs[tab].state.next_wake() {
            self.at(wake.0, Happening::Wake { tab });
        }
        self.check_world();
    }

    fn carry_out(&mut self, tab: usize, effect: Effect) {
        if self.trace == Trace::Print {
            println!("        tab {tab}: {effect:?}");
        }
        match effect {
            Effect::FetchStatus { request } => self.request(tab, request, Question::Status),
            Effect::SendCommand { request, order } => self.request(tab, request, Question::Command(order)),
            Effect::AwaitTurn { request } => {
                self.turns.push_back((tab, request));
                if self.turns.len() == 1 {
                    self.grant_turn();
                }
            }
            Effect::EndTurn { request } => {
                let held = self.turns.front() == Some(&(tab, request));
                self.turns.retain(|turn| *turn != (tab, request));
                if held {
                    self.grant_turn();
                }
            }
            Effect::TellTabs(message) => {
                for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                    // Channels between tabs keep the order and lose nothing.
                    self.after(2, Happening::Arrive { tab: other, event: Event::TabSaid(message), version: None });
                }
            }
            // Its reply may be under way all the same: it arrives, and the machine has to drop it.
            Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
        }
    }

    fn grant_turn(&mut self) {
        if let Some((tab, request)) = self.turns.front().copied() {
            self.after(1, Happening::Arrive { tab, event: Event::TurnCame { request }, version: None });
        }
    }

    fn request(&mut self, tab: usize, request: RequestId, question: Question) {
        self.tabs[tab].open.insert(request);
        match self.way_ms() {
            Some(delay_ms) => self.after(delay_ms, Happening::Ask { tab, request, question }),
            None if self.rng.bool() => self.fail(tab, request, question, 10),
            None => {}
        }
    }

    fn fail(&mut self, tab: usize, request: RequestId, question: Question, delay_ms: u64) {
        let why = RequestError::Network("refused".into());
        let event = match question {
            Question::Status => Event::CheckReplied { request, answer: Err(why) },
            Question::Command(_) => Event::CommandReplied { request, answer: Err(why) },
        };
        self.after(delay_ms, Happening::Arrive { tab, event, version: None });
    }

    fn ask(&mut self, tab: usize, request: RequestId, question: Question) {
        if !self.backend.up {
            return self.fail(tab, request, question, 5);
        }
        if self.backend.frozen_until_ms > self.now_ms {
            let until_ms = self.backend.frozen_until_ms;
            return self.at(until_ms, Happening::Ask { tab, request, question });
        }
        match question {
            Question::Status => {
                let answer = Ok(self.backend.stream());
                self.reply(Some(tab), Event::CheckReplied { request, answer });
            }
            Question::Command(order) => self.begin(Some(tab), request, order),
        }
    }

    /// The backend begins a command, a tab's or somebody else's.
    fn begin(&mut self, tab: Option<usize>, request: RequestId, order: Order) {
        let boot = self.backend.boot;
        match order {
            Order::Start { .. } if self.backend.running => {
                self.reply(tab, Event::CommandReplied { request, answer: Ok(CommandAnswer::AlreadyRunning) });
            }
            Order::Start { .. } => {
                self.backend.starting += 1;
                self.after(self.backend.start_ms, Happening::Finish { tab, request, order, boot });
            }
            Order::Stop | Order::Switch if !self.backend.running => {
                self.reply(tab, Event::CommandReplied { request, answer: Ok(CommandAnswer::NotRunning) });
            }
            Order::Stop | Order::Switch => {
                self.backend.frozen_until_ms = self.now_ms + self.backend.stop_ms;
                self.after(self.backend.stop_ms, Happening::Finish { tab, request, order, boot });
            }
        }
    }

    fn finish(&mut self, tab: Option<usize>, request: RequestId, order: Order, boot: u64) {
        if !self.backend.up || self.backend.boot != boot {
            if let Some(tab) = tab {
                self.fail(tab, request, Question::Command(order), 5);
            }
            return;
        }
        let answer = match order {
            Order::Start { .. } => self.backend.finish_start(),
            Order::Stop => {
                self.backend.set_running(false);
                CommandAnswer::Success
            }
            Order::Switch => {
                self.backend.set_running(false);
                self.announce();
                return self.start_after_stop(tab, request);
            }
        };
        self.announce();
        self.reply(tab, Event::CommandReplied { request, answer: Ok(answer) });
    }

    /// A switch has stopped what ran. Its start is a request of its own, which may get lost like any other.
    fn start_after_stop(&mut self, tab: Option<usize>, request: RequestId) {
        if let (Some(tab), Some(there_ms), Some(back_ms)) = (tab, self.way_ms(), self.way_ms()) {
            let question = Question::Command(Order::Start { force: false });
            self.after(there_ms + back_ms, Happening::Ask { tab, request, question });
        }
    }

    fn reply(&mut self, tab: Option<usize>, event: Event) {
        let version = Some(self.backend.version);
        if let (Some(tab), Some(delay_ms)) = (tab, self.way_ms()) {
            self.after(delay_ms, Happening::Arrive { tab, event, version });
        }
    }

    fn announce(&mut self) {
        if !self.backend.announces {
            return;
        }
        let stream = self.backend.stream();
        for tab in 0..self.tabs.len() {
            let Some(socket) = self.tabs[tab].socket.filter(|it| !it.half_open && it.boot == self.backend.boot) else {
                continue;
            };
            if let Some(delay_ms) = self.way_ms() {
                let event = Event::Announced { generation: socket.generation, stream };
                self.after(delay_ms, Happening::Arrive { tab, event, version: None });
            }
        }
    }

    /// Opens and closes the socket as the machine wants it.
    fn follow_socket(&mut self, tab: usize) {
        let wanted = self.tabs[tab].state.connection.socket();
        if wanted == self.tabs[tab].wanted {
            return;
        }
        self.tabs[tab].wanted = wanted;
        self.tabs[tab].socket = None;
        if let (Some(socket), Some(delay_ms)) = (wanted, self.way_ms()) {
            self.after(delay_ms, Happening::Handshake { tab, socket });
        }
    }

    fn handshake(&mut self, tab: usize, generation: lockstep::sync::Generation) {
        if self.tabs[tab].wanted != Some(generation) {
            return;
        }
        if self.backend.frozen_until_ms > self.now_ms {
            let until_ms = self.backend.frozen_until_ms;
            return self.at(until_ms, Happening::Handshake { tab, socket: generation });
        }
        let event = if self.backend.up {
            self.tabs[tab].socket = Some(Socket { generation, boot: self.backend.boot, half_open: false });
            Event::SocketConnected { generation, sid: format!("sid-{}", generation.0) }
        } else {
            Event::SocketClosed { generation, reason: DisconnectReason::TransportError }
        };
        let delay_ms = self.way_ms().unwrap_or(20);
        self.after(delay_ms, Happening::Arrive { tab, event, version: None });
    }

    fn close_socket(&mut self, tab: usize, reason: DisconnectReason) {
        if let Some(socket) = self.tabs[tab].socket.take() {
            let event = Event::SocketClosed { generation: socket.generation, reason };
            self.after(5, Happening::Arrive { tab, event, version: None });
        }
    }

    /// The next thing that somebody does, or that goes wrong.
    fn fate(&mut self) {
        if !self.faulty {
            return;
        }
        let tab = self.rng.usize(0..self.tabs.len());
        match self.rng.u8(0..16) {
            0 => self.kill(),
            1 | 2 if !self.backend.up => self.backend.boot(self.rng.bool()),
            1 => self.partition_until_ms = self.now_ms + self.rng.u64(0..15_000),
            2 => self.backend.frozen_until_ms = self.now_ms + self.rng.u64(0..20_000),
            3 => self.break_socket(tab),
            4 => self.close_socket(tab, DisconnectReason::TransportClose),
            5 | 6 => {
                let visible = self.tabs[tab].state.visibility == Visibility::Visible;
                let next = if visible { Visibility::Hidden } else { Visibility::Visible };
                self.send(tab, Event::VisibilityChanged(next), None);
            }
            7 => {
                self.tabs[tab].asleep = true;
                let sleep_ms = self.rng.u64(0..30_000);
                self.after(sleep_ms, Happening::Awake { tab });
            }
            8 | 9 if self.backend.up && self.backend.frozen_until_ms <= self.now_ms => {
                let order = if self.backend.running { Order::Stop } else { Order::Start { force: false } };
                self.begin(None, RequestId(0), order);
            }
            10 => self.send(tab, Event::ReconnectWanted, None),
            _ => {
                for _ in 0..self.rng.u8(1..4) {
                    let intents = [Intent::Play, Intent::Stop, Intent::PlayAnyway, Intent::Switch];
                    let intent = intents[self.rng.usize(0..intents.len())];
                    self.send(tab, Event::Clicked(intent), None);
                }
            }
        }
        let delay_ms = if self.rng.bool() { self.rng.u64(0..300) } else { self.rng.u64(0..8_000) };
        self.after(delay_ms, Happening::Fate);
    }

    fn kill(&mut self) {
        self.backend.kill();
        for tab in 0..self.tabs.len() {
            self.close_socket(tab, DisconnectReason::TransportClose);
        }
        let down_ms = self.rng.u64(50..12_000);
        self.partition_until_ms = self.partition_until_ms.min(self.now_ms + down_ms);
    }

    fn break_socket(&mut self, tab: usize) {
        if let Some(socket) = &mut self.tabs[tab].socket {
            socket.half_open = true;
            let socket = *socket;
            self.after(PING_LIMIT_MS, Happening::PingTimeout { tab, socket });
        }
    }

    /// Faults end: the backend is there, what was lost is reported lost, everybody is awake and looking.
    fn heal(&mut self) {
        self.faulty = false;
        self.partition_until_ms = 0;
        self.backend.frozen_until_ms = self.backend.frozen_until_ms.min(self.now_ms);
        if !self.backend.up {
            self.backend.boot(self.rng.bool());
        }
        // Whatever is still under way arrives or fails now, commands that the backend carries out included.
        let mut late: Vec<(u64, u64)> = self.queue.drain().map(|Reverse(entry)| entry).collect();
        late.sort_unstable();
        for (time_ms, key) in late {
            let happening = self.happenings.remove(&key).expect("queued");
            let wake = matches!(happening, Happening::Wake { .. });
            self.at(if wake { time_ms } else { self.now_ms }, happening);
        }
        for tab in 0..self.tabs.len() {
            self.awake(tab);
            if self.tabs[tab].socket.is_some_and(|socket| socket.half_open) {
                self.close_socket(tab, DisconnectReason::TransportClose);
            }
            for request in self.tabs[tab].open.clone() {
                self.fail(tab, request, Question::Status, 20);
                self.fail(tab, request, Question::Command(Order::Stop), 20);
            }
            if let lockstep::sync::Connection::Connecting { generation, .. } = self.tabs[tab].state.connection {
                let event = Event::SocketClosed { generation, reason: DisconnectReason::TransportError };
                self.after(20, Happening::Arrive { tab, event, version: None });
            }
            self.after(
                30,
                Happening::Arrive { tab, event: Event::VisibilityChanged(Visibility::Visible), version: None },
            );
        }
        // A command that waited for its turn is sent now, and the slowest camera takes its time.
        let commands_ms = 3 * (self.backend.start_ms + self.backend.stop_ms + 200);
        self.after(commands_ms + CONVERGENCE_MS, Happening::Judge);
    }

    fn judge(&mut self) {
        self.over = true;
        let expected = if self.backend.running { Offer::Stop } else { Offer::Play };
        for (index, tab) in self.tabs.iter().enumerate() {
            assert_eq!(tab.state.offer(), expected, "tab {index} is wrong at the end: {:#?}", tab.state);
            assert!(tab.state.verified(), "tab {index} is unsure at the end: {:#?}", tab.state);
        }
    }

    /// What one step may never do.
    fn check_step(
        &mut self,
        index: usize,
        before: &lockstep::sync::State,
        event: &Event,
        version: Option<u64>,
        effects: &[Effect],
    ) {
        let tab = &mut self.tabs[index];
        if let Event::Clicked(intent) = event
            && before.command.is_none()
            && tab.state.command.is_some()
        {
            tab.intent = Some(*intent);
        }
        for effect in effects {
            if let Effect::SendCommand { order, .. } = effect {
                let meant = match order {
                    Order::Start { force: false } => Intent::Play,
                    Order::Start { force: true } => Intent::PlayAnyway,
                    Order::Stop => Intent::Stop,
                    Order::Switch => Intent::Switch,
                };
                assert_eq!(tab.intent, Some(meant), "I3: {:?} caused {order:?}", tab.intent);
            }
        }
        let confirmed = |state: &lockstep::sync::State| matches!(state.knowledge.evidence, Evidence::Confirmed { .. });
        let learned = confirmed(&tab.state) && before.knowledge != tab.state.knowledge;
        if learned {
            let answered = matches!(
                event,
                Event::CheckReplied { answer: Ok(_), .. } | Event::CommandReplied { answer: Ok(_), .. }
            );
            assert!(answered, "I5: {event:?} is no knowledge");
            let version = version.expect("a reply saw the backend");
            assert!(version >= tab.seen_version, "I2: an older observation replaced a newer one");
            tab.seen_version = version;
        }
        if let Event::CheckReplied { request, .. } | Event::CommandReplied { request, .. } = event {
            tab.open.remove(request);
        }
    }

    /// What may never be.
    fn check_world(&self) {
        let sent = |tab: &&Tab| tab.state.command.is_some_and(|command| command.stage != Stage::Queued);
        let in_flight = self.tabs.iter().filter(sent).count();
        assert!(in_flight <= 1, "I4: {in_flight} commands in flight");
        for tab in &self.tabs {
            match tab.state.offer() {
                Offer::Stop => assert_eq!(tab.state.knowledge.stream, Stream::Running),
                Offer::Play => assert_eq!(tab.state.knowledge.stream, Stream::Stopped),
                Offer::Neither => {}
            }
        }
    }
}
