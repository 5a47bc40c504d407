//! The recording and a light: followed by the same machine, over the same connection as the stream.

use std::collections::VecDeque;

use lockstep::sync::{
    Event, FollowedEffect, FollowedEvent, Light, LightCommand, LightEvent, LightList, LightState, Number, Recording,
    RecordingCommand, RecordingEvent, RequestError, RequestId, Thing, Watch,
};
use lockstep::wire::RecordingStatus;

use crate::scheduled::Scheduled;
use crate::world::World;

/// The name of the light.
pub const LIGHT: &str = "LED";

/// What a request about one of them asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherQuestion {
    Recording,
    Record(RecordingCommand),
    Light,
    Set(LightCommand),
}

/// One of them, as the backend and this browser have it.
#[derive(Debug)]
pub struct Other<T: Thing> {
    pub state: T::Known,
    /// Counts every change, so that an observation can be dated.
    pub version: u64,
    /// Tabs that wait for their turn to send a command; the first has it.
    pub turns: VecDeque<(usize, RequestId)>,
    /// What was sent, and is not known to be over.
    pub sent: Option<(T::Command, u64)>,
}

/// Both of them, and how long they have been calm.
#[derive(Debug)]
pub struct Others {
    pub recording: Other<Recording>,
    pub light: Other<Light>,
    /// Were they at the last look?
    pub was_calm: bool,
}

impl<T: Thing> Other<T> {
    fn new(state: T::Known) -> Self {
        Self { state, version: 0, turns: VecDeque::new(), sent: None }
    }

    fn set(&mut self, state: T::Known) {
        if self.state != state {
            self.state = state;
            self.version += 1;
        }
    }
}

impl Others {
    pub fn new() -> Self {
        let light = LightState { active: false, value: Number::new(0.0) };
        let recording = RecordingStatus::without_details(false);
        Self { recording: Other::new(recording), light: Other::new(light), was_calm: false }
    }

    /// The backend's process is gone.
    pub fn restart(&mut self) {
        self.recording.set(RecordingStatus::without_details(false));
        self.light.set(LightState { active: false, value: Number::new(0.0) });
    }

    /// What an event of a tab is about that carries an observation: the version that it may have seen.
    pub fn version_of(&self, question: OtherQuestion) -> u64 {
        match question {
            OtherQuestion::Recording | OtherQuestion::Record(_) => self.recording.version,
            OtherQuestion::Light | OtherQuestion::Set(_) => self.light.version,
        }
    }
}

pub fn light_event(event: LightEvent) -> Event {
    Event::Light(LIGHT.into(), event)
}

impl World {
    /// A page that was loaded looks at both.
    pub fn watch_others(&mut self, tab: usize) {
        self.send(tab, Event::Recording(RecordingEvent::Watched(Watch::Full)), None);
        self.send(tab, Event::LightsWatched(Watch::Glance), None);
        self.send(tab, Event::LightsListed(LightList::Named(vec![LIGHT.into()])), None);
        self.send(tab, light_event(LightEvent::Watched(Watch::Full)), None);
        let now_ms = self.schedule.now_ms();
        if let Some((command, sent_ms)) = self.others.recording.sent {
            self.send(tab, Event::Recording(FollowedEvent::SentBefore { command, age_ms: now_ms - sent_ms }), None);
        }
        if let Some((command, sent_ms)) = self.others.light.sent {
            self.send(tab, light_event(FollowedEvent::SentBefore { command, age_ms: now_ms - sent_ms }), None);
        }
    }

    /// Somebody sets one of them, in a tab or elsewhere.
    pub fn set_other(&mut self, tab: usize) {
        let value = Number::new(f64::from(self.rng.u8(0..4))).expect("it is finite");
        let is_on = self.rng.bool();
        match self.rng.u8(0..5) {
            0 => self.send(tab, Event::Recording(FollowedEvent::Clicked(RecordingCommand::Start)), None),
            1 => self.send(tab, Event::Recording(FollowedEvent::Clicked(RecordingCommand::Stop)), None),
            2 => self.send(tab, light_event(FollowedEvent::Clicked(LightCommand::SetActive(is_on))), None),
            3 => {
                for _ in 0..self.rng.u8(1..6) {
                    let value = Number::new(f64::from(self.rng.u8(0..4))).expect("it is finite");
                    self.send(tab, light_event(FollowedEvent::Clicked(LightCommand::SetValue(value))), None);
                }
            }
            _ if self.backend.up && self.rng.bool() => {
                let status = RecordingStatus::without_details(is_on && self.backend.running);
                self.others.recording.set(status);
            }
            _ if self.backend.up => {
                let light = LightState { active: is_on, value: Some(value) };
                self.others.light.set(light);
            }
            _ => {}
        }
    }

    pub fn ask_other(&mut self, tab: usize, request: RequestId, question: OtherQuestion) {
        if !self.backend.up {
            return self.fail_other(tab, request, question, 5);
        }
        if self.backend.frozen_until_ms > self.schedule.now_ms() {
            return self.hold(Scheduled::AskOther { tab, request, question });
        }
        let event = match question {
            OtherQuestion::Recording => {
                let answer = Ok(self.others.recording.state.clone());
                Event::Recording(RecordingEvent::CheckReplied { request, answer })
            }
            OtherQuestion::Light => {
                light_event(LightEvent::CheckReplied { request, answer: Ok(self.others.light.state) })
            }
            // What the browser has called failed does not arrive after that.
            _ if !self.tabs[tab].gone && !self.tabs[tab].open.contains(&request) => return,
            OtherQuestion::Record(command) => {
                // Without a stream it answers the same, and records nothing.
                let runs = command == RecordingCommand::Start && self.backend.running;
                self.others.recording.set(RecordingStatus::without_details(runs));
                Event::Recording(RecordingEvent::CommandReplied { request, answer: Ok(()) })
            }
            OtherQuestion::Set(command) => {
                let before = self.others.light.state;
                self.others.light.set(match command {
                    LightCommand::SetActive(active) => LightState { active, ..before },
                    LightCommand::SetValue(value) => LightState { value: Some(value), ..before },
                });
                light_event(LightEvent::CommandReplied { request, answer: Ok(()) })
            }
        };
        let version = Some(self.others.version_of(question));
        if let Some(delay_ms) = self.way_ms() {
            self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version });
        }
    }

    pub fn fail_other(&mut self, tab: usize, request: RequestId, question: OtherQuestion, delay_ms: u64) {
        let why = RequestError::Network("refused".into());
        let event = match question {
            OtherQuestion::Recording => Event::Recording(RecordingEvent::CheckReplied { request, answer: Err(why) }),
            OtherQuestion::Record(_) => Event::Recording(RecordingEvent::CommandReplied { request, answer: Err(why) }),
            OtherQuestion::Light => light_event(LightEvent::CheckReplied { request, answer: Err(why) }),
            OtherQuestion::Set(_) => light_event(LightEvent::CommandReplied { request, answer: Err(why) }),
        };
        self.schedule.after(delay_ms, Scheduled::Arrive { tab, event, version: None });
    }

    fn request_other(&mut self, tab: usize, request: RequestId, question: OtherQuestion) {
        self.tabs[tab].open.insert(request);
        match self.way_ms() {
            Some(delay_ms) => self.schedule.after(delay_ms, Scheduled::AskOther { tab, request, question }),
            None if self.rng.bool() => self.fail_other(tab, request, question, 10),
            None => {}
        }
    }

    pub fn carry_out_recording(&mut self, tab: usize, effect: FollowedEffect<Recording>) {
        match effect {
            FollowedEffect::FetchStatus { request } => self.request_other(tab, request, OtherQuestion::Recording),
            FollowedEffect::SendCommand { request, command } => {
                self.others.recording.sent = Some((command, self.schedule.now_ms()));
                self.request_other(tab, request, OtherQuestion::Record(command));
            }
            effect => self.carry_out_other(tab, effect, |world| &mut world.others.recording, Event::Recording),
        }
    }

    pub fn carry_out_light(&mut self, tab: usize, effect: FollowedEffect<Light>) {
        match effect {
            FollowedEffect::FetchStatus { request } => self.request_other(tab, request, OtherQuestion::Light),
            FollowedEffect::SendCommand { request, command } => {
                self.others.light.sent = Some((command, self.schedule.now_ms()));
                self.request_other(tab, request, OtherQuestion::Set(command));
            }
            effect => self.carry_out_other(tab, effect, |world| &mut world.others.light, light_event),
        }
    }
}
