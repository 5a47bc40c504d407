//! Drives the state machine by arbitrary events, and watches over its rules.

use std::collections::VecDeque;

use lockstep::control::journal::{Journal, Moment, Recording};
use lockstep::sync::{
    AvailableCommand, Backoff, Cameras, Connection, DisconnectReason, Effect, Event, Followed, FollowedEffect,
    FollowedEvent, Intent, RequestError, RequestId, State, StatusCheck, Stream, StreamCommand, StreamEvent,
    StreamState, Thing, Timestamp, Visibility, Watch,
};
use lockstep::wire::CommandAnswer;

use crate::Choices;

/// The largest whole number that a browser's clock can count to. Beyond it the machine only has to survive.
const LAST_MS: u64 = 1 << 53;
/// By then everything that was under way is over, and the pages have come right.
const HEALING_MS: u64 = 130_000;
/// The most steps that healing may take.
const MAX_HEALING_STEPS: u32 = 4_000;
/// How often a timer may have to be called at one time.
const MAX_TIMERS: usize = 8;

/// How long a backend that answers is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndAt {
    /// Until nothing is under way and the page is right.
    Rest,
    /// For as long as it may take; what was right has to stay so.
    Limit,
}

/// A machine, its journal and its clock.
pub struct Driver {
    state: State,
    journal: Journal,
    now: Timestamp,
    intent: Option<Intent>,
    last_request: u64,
}

impl Driver {
    /// A machine that was just made, at a time that `seed` says.
    pub fn new(setting: u8, seed: u64) -> Self {
        let visibility = if setting & 1 > 0 { Visibility::Visible } else { Visibility::Hidden };
        let state = State::new(visibility, Backoff::new(seed as u32));
        let journal = Journal::new(&state);
        let now = Timestamp(if setting & 4 > 0 { seed } else { 1_000 });
        Self { state, journal, now, intent: None, last_request: 0 }
    }

    /// How long until the next event: at once, until the next timer, around it, or any time at all.
    pub fn wait_ms(&self, pace: u8, choices: &mut Choices<'_>) -> Option<u64> {
        let until_timer = self.state.next_deadline().map_or(0, |due| due.ms_since(self.now));
        Some(match pace % 8 {
            0 | 1 => 0,
            2 | 3 => until_timer,
            4 => until_timer.saturating_sub(1),
            5 => until_timer.saturating_add(choices.number()?),
            6 => choices.number()?,
            _ => choices.number()?.saturating_mul(100),
        })
    }

    /// An event that fits what is under way.
    pub fn likely(&self, choice: u8) -> Option<Event> {
        let stream = if choice & 128 > 0 { StreamState::Running } else { StreamState::Stopped };
        let lost = || RequestError::Network(String::new());
        let generation = self.state.session.connection.socket();
        let command = self.state.stream.command.map(|command| command.request);
        let check = match self.state.stream.check {
            StatusCheck::InFlight { request, .. } => Some(request),
            StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
        };
        Some(match choice % 16 {
            0 => Event::Opened,
            1 => StreamEvent::Watched(Watch::Full).into(),
            2 => Event::SocketConnected { generation: generation?, sid: "sid".to_owned() },
            3 => Event::SocketClosed { generation: generation?, reason: DisconnectReason::TransportClose },
            4 => StreamEvent::Announced { generation: generation?, known: stream }.into(),
            5 | 6 => StreamEvent::CheckReplied { request: check?, answer: Ok(stream) }.into(),
            7 => StreamEvent::CheckReplied { request: check?, answer: Err(lost()) }.into(),
            8 => StreamEvent::CommandReplied { request: command?, answer: Ok(CommandAnswer::Success) }.into(),
            9 => StreamEvent::CommandReplied { request: command?, answer: Ok(CommandAnswer::NotRunning) }.into(),
            10 => StreamEvent::CommandReplied { request: command?, answer: Err(lost()) }.into(),
            11 | 12 => StreamEvent::LockAcquired { request: command? }.into(),
            13 => StreamEvent::LockHeldElsewhere { request: command? }.into(),
            14 => StreamEvent::Clicked(if choice & 128 > 0 { Intent::Stop } else { Intent::Play }).into(),
            _ => StreamEvent::LockLost { request: command? }.into(),
        })
    }

    /// Sends an event after a wait; the effects are what the machine wants.
    pub fn send(&mut self, event: Event, wait_ms: u64) -> Vec<Effect> {
        self.now = self.now.after(wait_ms);
        let before = self.state.stream.clone();
        let now = Moment { at: self.now, unix_ms: self.now.0 };
        let effects = self.journal.step(&mut self.state, event.clone(), now);
        self.check(&before, &event, &effects);
        effects
    }

    /// Carries on with a backend that answers, and asks whether the page then says what it does: at the end of the time that
    /// it has for it, or as soon as nothing is under way and it is so.
    pub fn heal(&mut self, is_running: bool, end_at: EndAt) {
        if self.now.0 > LAST_MS - HEALING_MS {
            return;
        }
        let end = self.now.after(HEALING_MS);
        let mut is_running = is_running;
        let mut events = VecDeque::from([
            Event::VisibilityChanged(Visibility::Visible),
            StreamEvent::Watched(Watch::Full).into(),
            Event::Opened,
            Event::CamerasListed(Cameras::Present),
        ]);
        for _ in 0..MAX_HEALING_STEPS {
            let (event, wait_ms) = match events.pop_front() {
                Some(event) => (event, 0),
                None if end_at == EndAt::Rest && self.is_healed(is_running) => return,
                None => match self.state.next_deadline() {
                    Some(due) if due <= end => (Event::TimerFired, due.ms_since(self.now)),
                    _ => return self.check_healed(is_running),
                },
            };
            self.now = self.now.after(wait_ms);
            for effect in self.state.step(event, self.now) {
                events.extend(answer(effect, &mut is_running));
            }
            if let Connection::Connecting { generation, .. } = self.state.session.connection {
                events.push_back(Event::SocketConnected { generation, sid: "sid".to_owned() });
            }
        }
        panic!("the machine does not come to rest: {:#?}", self.state);
    }

    fn is_healed(&self, is_running: bool) -> bool {
        self.state.available_command() == offered(is_running)
            && self.state.verified()
            && self.state.session.connection.connected()
    }

    fn check_healed(&self, is_running: bool) {
        let offered = offered(is_running);
        assert_eq!(self.state.available_command(), offered, "{:#?}", self.state);
        assert!(self.state.verified(), "{:#?}", self.state);
        assert!(self.state.session.connection.connected(), "{:#?}", self.state);
    }

    /// What was recorded comes to the same when it is played again.
    pub fn check_recording(&self) {
        let json = self.journal.recording();
        let recording: Recording = serde_json::from_str(&json).expect("a recording is read as it was written");
        for step in recording.replay() {
            assert!(step.is_same(), "{step:?}");
        }
    }

    fn check(&mut self, before: &Followed<Stream>, event: &Event, effects: &[Effect]) {
        if let Event::Stream(FollowedEvent::Clicked(intent)) = event
            && let Some(command) = self.state.stream.command
            && before.command.is_none_or(|it| it.request != command.request)
        {
            self.intent = Some(*intent);
        }
        self.check_effects(before, event, effects);
        self.check_knowledge(before, event, effects);
        match self.state.available_command() {
            AvailableCommand::Stop => assert_eq!(self.state.stream.known.state, StreamState::Running),
            AvailableCommand::Play => assert_eq!(self.state.stream.known.state, StreamState::Stopped),
            AvailableCommand::None => {}
        }
        self.check_timers();
    }

    fn check_effects(&mut self, before: &Followed<Stream>, event: &Event, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Stream(FollowedEffect::FetchStatus { request } | FollowedEffect::AcquireLock { request }) => {
                    assert!(request.0 > self.last_request, "{request} after {}", self.last_request);
                    self.last_request = request.0;
                }
                Effect::Stream(FollowedEffect::SendCommand { command, .. }) => {
                    let meant = match command {
                        StreamCommand::Start { force: false } => Intent::Play,
                        StreamCommand::Start { force: true } => Intent::PlayAnyway,
                        StreamCommand::Stop => Intent::Stop,
                        StreamCommand::Switch => Intent::Switch,
                    };
                    assert_eq!(self.intent, Some(meant), "I3: {:?} caused {command:?}", self.intent);
                    let sent = before.command.filter(|it| it.stage.is_sent() && it.deadline > self.now);
                    let ended = sent.is_none_or(|it| ends(event, it.request));
                    assert!(ended, "I4: {command:?} beside {sent:?}");
                }
                Effect::Log(line) => assert!(!line.to_string().is_empty()),
                _ => {}
            }
        }
    }

    fn check_knowledge(&self, before: &Followed<Stream>, event: &Event, effects: &[Effect]) {
        let stream = &self.state.stream;
        if !stream.known.is_confirmed() || before.known == stream.known {
            return;
        }
        let is_answer = match event {
            Event::Stream(FollowedEvent::CheckReplied { request, answer: Ok(_) }) => {
                // What came with a timer that was due may have asked in this very step.
                matches!(before.check, StatusCheck::InFlight { request: asked, .. } if asked == *request)
                    || effects.contains(&Effect::Stream(FollowedEffect::FetchStatus { request: *request }))
            }
            Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(_) }) => {
                before.command.is_some_and(|command| command.request == *request)
            }
            _ => false,
        };
        assert!(is_answer, "I5: {event:?} is no knowledge: {:?} after {:?}", stream.known, before.known);
    }

    /// A timer that has fired is not due any more: the page would be called for ever.
    fn check_timers(&self) {
        let is_due = self.state.next_deadline().is_some_and(|due| due <= self.now);
        if self.now.0 > LAST_MS || !is_due {
            return;
        }
        let mut state = self.state.clone();
        for _ in 0..MAX_TIMERS {
            match state.next_deadline() {
                Some(due) if due <= self.now => drop(state.step(Event::TimerFired, self.now)),
                _ => return,
            }
        }
        panic!("a timer does not end at {:?}: {state:#?}", self.now);
    }
}

fn offered(is_running: bool) -> AvailableCommand {
    if is_running { AvailableCommand::Stop } else { AvailableCommand::Play }
}

/// Does a command that was sent end by this?
fn ends(event: &Event, request: RequestId) -> bool {
    matches!(event, Event::BackendChanged)
        || matches!(event, Event::Stream(FollowedEvent::CommandReplied { request: it, .. }) if *it == request)
}

/// What a backend and a browser without faults answer. The backend has nothing but a stream.
fn answer(effect: Effect, is_running: &mut bool) -> Option<Event> {
    match effect {
        Effect::Stream(effect) => answer_stream(effect, is_running).map(Event::Stream),
        Effect::Recording(effect) => refuse(effect).map(Event::Recording),
        Effect::Light(name, effect) => refuse(effect).map(|event| Event::Light(name, event)),
        Effect::CameraSettings(effect) => refuse(effect).map(Event::CameraSettings),
        Effect::ReleaseLock { .. } | Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => None,
    }
}

fn answer_stream(effect: FollowedEffect<Stream>, is_running: &mut bool) -> Option<StreamEvent> {
    match effect {
        FollowedEffect::FetchStatus { request } => {
            Some(StreamEvent::CheckReplied { request, answer: Ok(StreamState::from_active(*is_running)) })
        }
        FollowedEffect::SendCommand { request, command } => {
            *is_running = command != StreamCommand::Stop;
            Some(StreamEvent::CommandReplied { request, answer: Ok(CommandAnswer::Success) })
        }
        other => refuse(other),
    }
}

fn refuse<T: Thing>(effect: FollowedEffect<T>) -> Option<FollowedEvent<T>> {
    match effect {
        FollowedEffect::FetchStatus { request } => {
            Some(FollowedEvent::CheckReplied { request, answer: Err(RequestError::Http(404)) })
        }
        FollowedEffect::SendCommand { request, .. } => {
            Some(FollowedEvent::CommandReplied { request, answer: Err(RequestError::Http(404)) })
        }
        FollowedEffect::AcquireLock { request } | FollowedEffect::StealLock { request } => {
            Some(FollowedEvent::LockAcquired { request })
        }
        FollowedEffect::FindSender => Some(FollowedEvent::SenderGone { sent: None }),
        FollowedEffect::Broadcast(_) | FollowedEffect::ForgetSent(_) => None,
    }
}
