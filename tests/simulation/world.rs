//! Everything together: time, network, backend, tabs, and whoever else has a hand in it.

use std::collections::{BTreeSet, VecDeque};

use fastrand::Rng;
use lockstep::sync::timing::COMMAND_LONGEST_MS;
use lockstep::sync::{
    Connection, DisconnectReason, Effect, Event, FollowedEffect, FollowedEvent, RequestError, RequestId, TabMessage,
    Timestamp,
};

use crate::backend::Backend;
use crate::faults::FAULTS_MS;
use crate::invariants::{self, CONVERGENCE_MS};
use crate::network::{CALM_WAY_MS, Network};
use crate::others::Others;
use crate::record::Record;
use crate::schedule::Schedule;
use crate::scheduled::{Question, Scheduled};
use crate::tab::Tab;

/// A deliberate mistake, which the schedules have to find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// A page that is loaded does not look for what was sent before.
    SentIsForgotten,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    Off,
    Print,
}

/// One schedule, from its seed to its verdict.
pub struct World {
    pub rng: Rng,
    trace: Trace,
    pub bug: Option<Bug>,
    pub schedule: Schedule,
    pub network: Network,
    pub backend: Backend,
    pub tabs: Vec<Tab>,
    /// Tabs that wait for their turn to send a command; the first has it.
    pub turns: VecDeque<(usize, RequestId)>,
    pub record: Record,
    pub others: Others,
    /// How many things happened.
    pub events: u64,
    /// Since when no tab honours a command that another one sent, as far as that ended.
    unheeded_since_ms: u64,
    over: bool,
}

impl World {
    pub fn new(seed: u64, trace: Trace, bug: Option<Bug>) -> Self {
        let mut rng = Rng::with_seed(seed);
        let backend = Backend {
            up: rng.u8(0..4) > 0,
            boot: 1,
            running: rng.bool(),
            version: 0,
            frozen_until_ms: 0,
            starting: 0,
            own_starts: BTreeSet::new(),
            leaked: 0,
            start_ms: if rng.bool() { 0 } else { rng.u64(0..4_000) },
            stop_ms: if rng.bool() { 0 } else { rng.u64(0..4_000) },
            announces: rng.u8(0..3) > 0,
        };
        Self {
            rng,
            trace,
            bug,
            schedule: Schedule::default(),
            network: Network { faulty: true, partition_until_ms: 0 },
            backend,
            tabs: Vec::new(),
            turns: VecDeque::new(),
            record: Record::default(),
            others: Others::new(),
            events: 0,
            unheeded_since_ms: 0,
            over: false,
        }
    }

    pub fn run(&mut self) {
        for _ in 0..self.rng.usize(1..=3) {
            self.load();
        }
        self.schedule.at(FAULTS_MS, Scheduled::Heal);
        self.schedule.at(500, Scheduled::Fault);
        while !self.over {
            let scheduled = self.schedule.advance();
            self.events += 1;
            self.run_scheduled(scheduled);
        }
    }

    fn run_scheduled(&mut self, scheduled: Scheduled) {
        if self.trace == Trace::Print {
            println!("{:>7} {scheduled:?}", self.schedule.now_ms());
        }
        match scheduled {
            Scheduled::Wake { tab } => {
                if self.tabs[tab].state.next_deadline().is_some_and(|at| at.0 <= self.schedule.now_ms()) {
                    self.send(tab, Event::TimerFired, None);
                }
            }
            Scheduled::Arrive { tab, event, version } => self.send(tab, event, version),
            Scheduled::Ask { tab, request, question } => self.ask(tab, request, question),
            Scheduled::Held { request, boot } if boot == self.backend.boot && self.backend.up => {
                self.run_scheduled(*request);
            }
            Scheduled::Held { request, .. } => self.fail_held(*request),
            Scheduled::AskOther { tab, request, question } => self.ask_other(tab, request, question),
            Scheduled::JudgeOthers => self.over = self.judge_others(),
            Scheduled::Finish { tab, request, command, boot } => self.finish(tab, request, command, boot),
            Scheduled::Handshake { tab, socket } => self.handshake(tab, socket),
            Scheduled::PingTimeout { tab, socket } => {
                if self.tabs[tab].socket == Some(socket) {
                    self.close_socket(tab, DisconnectReason::PingTimeout);
                }
            }
            Scheduled::SendStart { tab, request } => self.send_start(tab, request),
            Scheduled::FindSender { tab } => self.find_sender(tab),
            Scheduled::Load => self.load(),
            Scheduled::Awake { tab } => self.awake(tab),
            Scheduled::Fault => self.inject_fault(),
            Scheduled::Heal => self.heal(),
            Scheduled::Judge => {
                if let Some(later_ms) = self.judged_later_ms() {
                    return self.schedule.at(later_ms, Scheduled::Judge);
                }
                invariants::check_end(&self.backend, &self.tabs);
                self.schedule.after(0, Scheduled::JudgeOthers);
            }
        }
    }

    /// When the pages must be right where a command went without an answer: the backend might still be carrying it out, so
    /// no button is offered before that is over.
    fn judged_later_ms(&self) -> Option<u64> {
        let others = self.tabs.iter().filter(|tab| !tab.gone).filter_map(|tab| tab.state.stream.other_command);
        let over_ms = others.map(|other| other.deadline.0).max().unwrap_or(self.unheeded_since_ms);
        assert!(over_ms <= FAULTS_MS + COMMAND_LONGEST_MS + CALM_WAY_MS, "nothing is honoured for ever");
        // A page asks once more when that is over.
        (over_ms + CONVERGENCE_MS > self.schedule.now_ms()).then_some(over_ms + CONVERGENCE_MS)
    }

    /// A sleeping tab wakes, and takes what came meanwhile.
    pub fn awake(&mut self, tab: usize) {
        self.tabs[tab].asleep = false;
        while let Some((event, version)) = self.tabs[tab].mailbox.pop_front() {
            self.send(tab, event, version);
        }
    }

    /// An event reaches a tab now, or when it wakes.
    pub fn send(&mut self, tab: usize, event: Event, version: Option<u64>) {
        if self.tabs[tab].gone {
            return;
        }
        if self.tabs[tab].asleep {
            return self.tabs[tab].mailbox.push_back((event, version));
        }
        let before = self.tabs[tab].state.clone();
        let effects = self.tabs[tab].state.step(event.clone(), Timestamp(self.schedule.now_ms()));
        invariants::check_step(&mut self.tabs[tab], &before, &event, version, &effects);
        self.check_others_step(tab, &before, &event, version);
        if let Event::Stream(FollowedEvent::CommandReplied { request, answer: Err(RequestError::Network(_)) }) = event
            && self.tabs[tab].state.session.connection != Connection::Closed
        {
            // Mostly the backend is gone then. To wait for each such start would keep Play away after every restart.
            self.backend.own_starts.remove(&(tab, request));
        }
        if before.stream.other_command.is_some() && self.tabs[tab].state.stream.other_command.is_none() {
            self.unheeded_since_ms = self.schedule.now_ms();
        }
        for effect in effects {
            self.carry_out(tab, effect);
        }
        self.follow_socket(tab);
        if let Some(wake) = self.tabs[tab].state.next_deadline() {
            self.schedule.at(wake.0, Scheduled::Wake { tab });
        }
        invariants::check_world(&self.tabs);
    }

    fn carry_out(&mut self, tab: usize, effect: Effect) {
        if self.trace == Trace::Print {
            println!("        tab {tab}: {effect:?}");
        }
        match effect {
            Effect::Stream(FollowedEffect::FetchStatus { request }) => self.request(tab, request, Question::Status),
            Effect::Stream(FollowedEffect::SendCommand { request, command }) => {
                self.record.write(command, self.schedule.now_ms());
                self.request(tab, request, Question::Command(command));
            }
            Effect::Stream(FollowedEffect::AcquireLock { request }) => {
                self.turns.push_back((tab, request));
                if self.turns.len() == 1 {
                    self.grant_turn();
                }
            }
            Effect::ReleaseLock { request } => {
                self.give_back(|turn| turn == (tab, request));
                self.give_others_back(|turn| turn == (tab, request));
            }
            Effect::Stream(FollowedEffect::StealLock { request }) => {
                self.turns.retain(|turn| *turn != (tab, request));
                if let Some((robbed, lost)) = self.turns.pop_front() {
                    self.tabs[robbed].robbed = Some(lost);
                    let event = Event::Stream(FollowedEvent::LockLost { request: lost });
                    self.schedule.after(1, Scheduled::Arrive { tab: robbed, event, version: None });
                }
                self.turns.push_front((tab, request));
                self.grant_turn();
            }
            Effect::Stream(FollowedEffect::FindSender) => self.schedule.after(1, Scheduled::FindSender { tab }),
            Effect::Stream(FollowedEffect::ForgetSent(command)) => self.record.forget(command),
            Effect::Stream(FollowedEffect::Broadcast(message)) => self.broadcast(tab, message),
            // Its reply may be under way all the same: it arrives, and the machine has to drop it.
            Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
            Effect::Recording(effect) => self.carry_out_recording(tab, effect),
            Effect::Light(_, effect) => self.carry_out_light(tab, effect),
            Effect::CameraSettings(_) => panic!("nobody looks at these here"),
        }
    }

    /// What a tab says to the others. Channels between tabs keep the order and lose nothing.
    pub fn broadcast(&mut self, tab: usize, message: TabMessage) {
        for other in (0..self.tabs.len()).filter(|other| *other != tab) {
            let event = Event::Stream(FollowedEvent::TabMessageReceived(message));
            self.schedule.after(2, Scheduled::Arrive { tab: other, event, version: None });
        }
    }

    /// A tab that is gone has no turn any more.
    pub fn give_turns_back(&mut self, tab: usize) {
        self.give_back(|(of, _)| of == tab);
        self.give_others_back(|(of, _)| of == tab);
    }

    fn give_back(&mut self, is_given_back: impl Fn((usize, RequestId)) -> bool) {
        let held = self.turns.front().is_some_and(|turn| is_given_back(*turn));
        self.turns.retain(|turn| !is_given_back(*turn));
        if held {
            self.grant_turn();
        }
    }

    fn grant_turn(&mut self) {
        if let Some((tab, request)) = self.turns.front().copied() {
            self.schedule.after(
                1,
                Scheduled::Arrive { tab, event: Event::Stream(FollowedEvent::LockAcquired { request }), version: None },
            );
        }
    }
}
