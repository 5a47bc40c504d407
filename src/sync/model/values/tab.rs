//! One tab, and what is under way from and to it.

use std::collections::VecDeque;

use super::super::tab::Socket;
use crate::sync::injected_bug::InjectedBug;
use crate::sync::things::Light;
use crate::sync::{
    Backoff, Followed, LightCommand, LightState, Number, RequestId, State, TabMessage, Visibility, Watch,
};

/// The name of the one light.
pub const LIGHT: &str = "LED";
/// The values that there are: the one after a start of the backend, two that people set here, one that somebody else sets.
pub const VALUES: std::ops::Range<u8> = 0..4;

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

impl Question {
    pub const fn subject(self) -> Subject {
        match self {
            Self::Stream | Self::Command(_) => Subject::Stream,
            Self::Light | Self::Set(_) => Subject::Value,
        }
    }
}

/// What is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Stream,
    Value,
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

impl Reply {
    /// Does it say how things are? What a set is answered says nothing of the value, and a stop that finds nothing to
    /// stop nothing of the stream.
    pub fn says(&self) -> Option<Subject> {
        let is_mute =
            matches!(self.question, Question::Set(_)) || self.question == Question::Command(false) && !self.yes;
        (!is_mute).then_some(self.question.subject())
    }
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
    /// What was set here since the last connection was lost, and may still be sent: the newest last.
    pub set: VecDeque<u8>,
    /// What was set last here, while nothing came between that could end as another value.
    pub last_set: Option<u8>,
    /// The backend's versions, of stream and value, at the newest observations that counted.
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
            set: VecDeque::new(),
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

    /// Is a request of this number on its way, or its reply?
    pub fn is_under_way(&self, request: RequestId) -> bool {
        self.asks.iter().any(|ask| ask.0 == request) || self.replies.iter().any(|reply| reply.0 == request)
    }
}

pub fn number(value: u8) -> Number {
    Number::new(f64::from(value)).expect("it is finite")
}

pub fn known(value: u8) -> LightState {
    LightState { active: true, value: Some(number(value)) }
}

/// The value, of those that there are.
fn value_of(known: LightState) -> Option<u8> {
    VALUES.into_iter().find(|value| known.value == Some(number(*value)))
}
