//! One tab, and what is under way from and to it.

use std::collections::VecDeque;

use super::super::injected_bug::InjectedBug;
use super::super::{Backoff, Intent, RequestId, State, StreamState, TabMessage, Visibility};

/// The most requests of a tab that are under way at once, late ones included.
pub const MAX_UNDER_WAY: usize = 2;

/// What a request asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    Status,
    Start,
    Stop,
    /// Stop, and then start if there was something to stop.
    Switch,
}

/// What the backend answers, and its version when it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reply {
    pub question: Question,
    /// For a status: is it running? For a command: was there something to do?
    pub yes: bool,
    pub version: u8,
}

/// The tab's socket, at the backend's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Socket {
    None,
    Opening,
    Open,
    /// The backend is gone; the tab will hear of it.
    Cut,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tab {
    pub state: State,
    pub socket: Socket,
    /// Requests on their way to the backend.
    pub asks: Vec<(RequestId, Question)>,
    /// Replies on their way back.
    pub replies: Vec<(RequestId, Reply)>,
    /// Announcements on their way.
    pub announced: VecDeque<StreamState>,
    /// Words of the other tab on their way; they keep their order.
    pub words: VecDeque<TabMessage>,
    /// What the last accepted click meant.
    pub intent: Option<Intent>,
    /// The backend's version at the newest observation that counted.
    pub seen: u8,
    /// It has asked whether any tab has the turn.
    pub finds_sender: bool,
}

impl Tab {
    /// A page that was just loaded, while the backend is at this version.
    pub fn new(injected_bug: Option<InjectedBug>, seen: u8) -> Self {
        let mut state = State::new(Visibility::Visible, Backoff::new(0));
        state.session.injected_bug = injected_bug;
        Self {
            state,
            socket: Socket::None,
            asks: Vec::new(),
            replies: Vec::new(),
            announced: VecDeque::new(),
            words: VecDeque::new(),
            intent: None,
            seen,
            finds_sender: false,
        }
    }
}
