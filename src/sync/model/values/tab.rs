//! One tab, and what is under way from and to it.

use std::collections::VecDeque;

use super::super::super::injected_bug::InjectedBug;
use super::super::super::things::Light;
use super::super::super::{
    Backoff, Followed, LightCommand, LightState, Number, RequestId, State, TabMessage, Visibility, Watch,
};
use super::super::tab::Socket;

/// The name of the one light.
pub const LIGHT: &str = "LED";

/// What a request asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// What does the stream do?
    Stream,
    /// Start or stop it.
    Command(bool),
    /// What is the light's value?
    Light,
    /// Set it.
    Set(u8),
}

/// What the backend answers, and what it saw when it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reply {
    pub question: Question,
    /// Does the stream run, or was there something to do?
    pub yes: bool,
    pub value: u8,
    /// Of what was asked about.
    pub version: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tab {
    pub state: State,
    pub socket: Socket,
    /// Requests on their way to the backend.
    pub asks: Vec<(RequestId, Question)>,
    /// Replies on their way back.
    pub replies: Vec<(RequestId, Reply)>,
    /// Words of the other tab on their way; they keep their order.
    pub words: VecDeque<TabMessage<LightCommand>>,
    /// What was set last here, while nobody else has set anything and nothing was lost.
    pub last_set: Option<u8>,
    /// The backend's versions, of stream and light, at the newest observations that counted.
    pub seen: [u8; 2],
}

impl Tab {
    pub fn new(injected_bug: Option<InjectedBug>) -> Self {
        let mut state = State::new(Visibility::Visible, Backoff::new(0));
        state.session.injected_bug = injected_bug;
        Self {
            state,
            socket: Socket::None,
            asks: Vec::new(),
            replies: Vec::new(),
            words: VecDeque::new(),
            last_set: None,
            seen: [0, 0],
        }
    }

    pub fn light(&self) -> Option<&Followed<Light>> {
        self.state.lights.get(LIGHT).filter(|light| light.watch == Watch::Full)
    }

    /// The value that the page vouches for.
    pub fn shown(&self) -> Option<u8> {
        self.light().and_then(|light| light.confirmed()).and_then(|known| value_of(*known))
    }
}

pub fn number(value: u8) -> Number {
    Number::new(f64::from(value)).expect("it is finite")
}

pub fn known(value: u8) -> LightState {
    LightState { active: true, value: Some(number(value)) }
}

/// The value, of those that there are.
pub fn value_of(known: LightState) -> Option<u8> {
    (0..4).find(|value| known.value == Some(number(*value)))
}
