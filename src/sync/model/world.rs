//! Everything that a state of the model consists of.

use std::collections::VecDeque;

use super::super::injected_bug::InjectedBug;
use super::super::{
    AvailableCommand, Backoff, Controls, Effect, Event, Evidence, Generation, Intent, RequestId, Sender, Stage, State,
    StreamCommand, StreamState, TabMessage, Visibility,
};
use super::canonical::{AFTER_SLEEP, NOW};

/// How often each thing may happen on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Open tabs.
    pub tabs: usize,
    /// Clicks on Play and Stop, in both tabs together.
    pub clicks: u8,
    /// Switches to another camera while a stream runs, in both tabs together.
    pub switches: u8,
    /// Starts and stops by somebody else.
    pub outside: u8,
    /// Kills of the backend; it comes back with or without its stream.
    pub kills: u8,
    /// Requests, replies and announcements that are lost.
    pub losses: u8,
    /// Polls; once faults stop there are as many as it takes.
    pub polls: u8,
    /// Times that a tab is hidden; it can be shown again at any time.
    pub hides: u8,
    /// Turns that the browser refuses.
    pub refusals: u8,
    /// Tabs that hang while they have the turn, so that another takes it over.
    pub hangs: u8,
    /// Times that the computer sleeps, in one of the tabs.
    pub sleeps: u8,
    /// Tabs that are loaded again, or crash and come back.
    pub reloads: u8,
}

impl Bounds {
    /// Nothing more happens from outside.
    pub const NONE: Self = Self {
        tabs: 2,
        clicks: 0,
        switches: 0,
        outside: 0,
        kills: 0,
        losses: 0,
        polls: 0,
        hides: 0,
        refusals: 0,
        hangs: 0,
        sleeps: 0,
        reloads: 0,
    };
    /// What is explored completely, one after the other.
    pub const ALL: [Self; 16] = [
        Self { clicks: 2, ..Self::NONE },
        Self { clicks: 1, switches: 1, ..Self::NONE },
        Self { tabs: 1, switches: 1, kills: 1, ..Self::NONE },
        Self { clicks: 1, outside: 1, polls: 1, ..Self::NONE },
        Self { outside: 1, kills: 1, ..Self::NONE },
        Self { clicks: 1, losses: 1, polls: 1, hides: 1, ..Self::NONE },
        Self { tabs: 1, clicks: 1, kills: 1, losses: 1, ..Self::NONE },
        // Four tries of a sync can fail.
        Self { tabs: 1, losses: 4, hides: 1, ..Self::NONE },
        Self { clicks: 2, refusals: 1, ..Self::NONE },
        Self { clicks: 2, hangs: 1, ..Self::NONE },
        Self { clicks: 1, reloads: 1, ..Self::NONE },
        Self { tabs: 1, clicks: 2, reloads: 1, ..Self::NONE },
        Self { tabs: 1, switches: 1, clicks: 1, reloads: 1, ..Self::NONE },
        Self { clicks: 1, sleeps: 1, ..Self::NONE },
        Self::ASLEEP,
        // Announcements that outdate one check after the other.
        Self { tabs: 1, outside: 4, ..Self::NONE },
    ];
    /// One page whose computer sleeps.
    pub const ASLEEP: Self = Self { tabs: 1, outside: 1, kills: 1, sleeps: 1, ..Self::NONE };
    /// One page, loaded again in mid-command.
    pub const RELOADED: Self = Self { tabs: 1, clicks: 2, reloads: 1, ..Self::NONE };
    /// Enough for each injected_bug to show.
    pub const NARROW: Self = Self { clicks: 2, losses: 1, polls: 1, ..Self::NONE };
}

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
}

/// An invariant that a step broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Broken {
    OlderReplacedNewer,
    WrongOrder,
    TwoCommands,
    FailureBecameKnowledge,
    VouchedAsleep,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub tabs: [Tab; 2],
    pub up: bool,
    pub running: bool,
    /// Counts every change of `running`.
    pub version: u8,
    /// The tabs that wait for the lock to send a command; the first has it, once granted.
    pub lock: VecDeque<(usize, RequestId)>,
    /// The first of them was told so.
    pub granted: bool,
    /// Commands whose turn the browser refused, or another tab took over: no rule keeps others from sending.
    pub turnless: Vec<(usize, RequestId)>,
    /// Those whose turn was taken over, and who have not heard of it.
    pub robbed: VecDeque<(usize, RequestId)>,
    /// Commands of pages that are gone, on their way to the backend.
    pub orphans: Vec<Question>,
    /// What the browser remembers to have been sent.
    pub record: Option<StreamCommand>,
    pub left: Bounds,
    pub broken: Option<Broken>,
}

impl World {
    pub fn new(left: Bounds, running: bool, injected_bug: Option<InjectedBug>) -> Self {
        let mut state = State::new(Visibility::Visible, Backoff::new(0));
        state.injected_bug = injected_bug;
        let tab = Tab {
            state,
            socket: Socket::None,
            asks: Vec::new(),
            replies: Vec::new(),
            announced: VecDeque::new(),
            words: VecDeque::new(),
            intent: None,
            seen: 0,
        };
        let mut world = Self {
            tabs: [tab.clone(), tab],
            up: true,
            running,
            version: 0,
            lock: VecDeque::new(),
            granted: false,
            turnless: Vec::new(),
            robbed: VecDeque::new(),
            orphans: Vec::new(),
            record: None,
            left: Bounds::NONE,
            broken: None,
        };
        // The pages are open, connected and in step: what follows is what matters.
        for tab in 0..left.tabs {
            world.send(tab, Event::Opened, None);
            world.send(tab, Event::ControlsChanged(Controls::Shown), None);
        }
        world.settle();
        assert!(
            world.offers(if running { AvailableCommand::Stop } else { AvailableCommand::Play }),
            "the pages start in step: {world:#?}"
        );
        world.left = left;
        world.make_canonical();
        world
    }

    /// An event reaches a tab. A reply carries the version of the backend that it saw.
    pub fn send(&mut self, index: usize, event: Event, version: Option<u8>) {
        let tab = &mut self.tabs[index];
        let before = (tab.state.stream, tab.state.command);
        let effects = tab.state.step(event.clone(), NOW);
        if let Event::Clicked(intent) = event
            && before.1.is_none()
        {
            tab.intent = Some(intent);
        }
        let knows = matches!(tab.state.stream.evidence, Evidence::Confirmed { .. });
        let answered =
            matches!(event, Event::CheckReplied { answer: Ok(_), .. } | Event::CommandReplied { answer: Ok(_), .. });
        if knows && answered && took(&event, before.1, &effects) {
            let version = version.expect("a reply saw the backend");
            if version < tab.seen {
                self.broken = Some(Broken::OlderReplacedNewer);
            }
            tab.seen = tab.seen.max(version);
        } else if knows && tab.state.stream != before.0 && !answered {
            self.broken = Some(Broken::FailureBecameKnowledge);
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
        let commands = self.tabs.iter().map(|tab| tab.state.command);
        let commands: Vec<_> = commands.enumerate().filter_map(|(index, command)| Some((index, command?))).collect();
        let is_current = |entry: &(usize, RequestId)| commands.iter().any(|(tab, it)| (*tab, it.request) == *entry);
        self.turnless.retain(is_current);
        self.robbed.retain(is_current);
        let in_turn =
            commands.iter().filter(|(tab, it)| it.stage.is_sent() && !self.turnless.contains(&(*tab, it.request)));
        if in_turn.count() + self.orphans.len() > 1 {
            self.broken = Some(Broken::TwoCommands);
        }
    }

    /// The computer sleeps, for longer than anything waits; the tab hears of it by its timer, or by whatever comes first.
    pub fn sleep(&mut self, index: usize) {
        self.left.sleeps -= 1;
        let tab = &mut self.tabs[index];
        let effects = tab.state.step(Event::TimerFired, AFTER_SLEEP);
        let is_seen = tab.state.visibility == Visibility::Visible && tab.state.controls == Controls::Shown;
        let sends = effects.iter().any(|effect| matches!(effect, Effect::SendCommand { .. }));
        if sends || is_seen && tab.state.available_command() != AvailableCommand::None {
            self.broken = Some(Broken::VouchedAsleep);
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
    }

    fn carry_out(&mut self, index: usize, effect: Effect) {
        let tab = &mut self.tabs[index];
        match effect {
            Effect::FetchStatus { request } => tab.asks.push((request, Question::Status)),
            Effect::SendCommand { request, command } => {
                let (question, meant) = match command {
                    StreamCommand::Start { .. } => (Question::Start, Intent::Play),
                    StreamCommand::Stop => (Question::Stop, Intent::Stop),
                    StreamCommand::Switch => (Question::Switch, Intent::Switch),
                };
                if tab.intent != Some(meant) {
                    self.broken = Some(Broken::WrongOrder);
                }
                tab.asks.push((request, question));
                self.record = Some(recorded(command));
            }
            Effect::AcquireLock { request } => self.lock.push_back((index, request)),
            Effect::ReleaseLock { request } => {
                if self.lock.front() == Some(&(index, request)) {
                    self.granted = false;
                }
                self.lock.retain(|holder| *holder != (index, request));
            }
            Effect::Broadcast(message) => self.tabs[1 - index].words.push_back(message),
            Effect::StealLock { request } => {
                if self.granted {
                    self.robbed.extend(self.lock.front());
                    self.turnless.extend(self.lock.front());
                    self.lock.pop_front();
                }
                self.lock.retain(|holder| *holder != (index, request));
                self.granted = false;
                self.lock.push_front((index, request));
            }
            Effect::ForgetSent(command) => {
                self.record.take_if(|record| command == StreamCommand::Switch || *record == recorded(command));
            }
            // A cancelled request may have been carried out, and its reply may still come: the machine has to drop it.
            Effect::Abort { .. } | Effect::Log(_) | Effect::Notify(_) => {}
        }
    }

    fn follow_socket(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        match tab.state.connection.socket() {
            None => {
                tab.socket = Socket::None;
                tab.announced.clear();
            }
            // A new number means a new socket; the canonical form calls the current one 1.
            Some(Generation(2..)) => {
                tab.socket = Socket::Opening;
                tab.announced.clear();
            }
            Some(_) if tab.socket == Socket::None => tab.socket = Socket::Opening,
            Some(_) => {}
        }
    }

    /// A tab is loaded again: what it has sent goes on, and is remembered.
    pub fn reload(&mut self, index: usize) {
        let mut state = State::new(Visibility::Visible, Backoff::new(0));
        state.injected_bug = self.tabs[index].state.injected_bug;
        let fresh = Tab {
            state,
            socket: Socket::None,
            asks: Vec::new(),
            replies: Vec::new(),
            announced: VecDeque::new(),
            words: VecDeque::new(),
            intent: None,
            seen: self.version,
        };
        let old = std::mem::replace(&mut self.tabs[index], fresh);
        self.orphans.extend(old.asks.into_iter().map(|ask| ask.1).filter(|question| *question != Question::Status));
        if self.lock.front().is_some_and(|holder| holder.0 == index) {
            self.granted = false;
        }
        self.lock.retain(|holder| holder.0 != index);
        if let Some(command) = self.record {
            self.send(index, Event::SentBefore { command, age_ms: 0 }, None);
        }
        self.send(index, Event::Opened, None);
        self.send(index, Event::ControlsChanged(Controls::Shown), None);
    }

    pub fn set_running(&mut self, running: bool) {
        if self.running != running {
            self.running = running;
            self.version += 1;
        }
    }

    pub fn announce(&mut self) {
        for tab in &mut self.tabs {
            if tab.socket == Socket::Open {
                tab.announced.push_back(StreamState::from_active(self.running));
            }
        }
    }

    pub fn offers(&self, offer: AvailableCommand) -> bool {
        self.tabs.iter().any(|tab| tab.state.available_command() == offer)
    }

    pub fn is_wrong(&self) -> bool {
        self.up && self.offers(if self.running { AvailableCommand::Play } else { AvailableCommand::Stop })
    }

    pub fn has_orphan(&self) -> bool {
        self.tabs.iter().any(|tab| tab.state.command.is_some_and(|command| command.stage == Stage::Orphaned))
    }

    pub fn waits_for_what_was_sent(&self) -> bool {
        let gone = |tab: &Tab| tab.state.other_command.is_some_and(|other| other.sender == Sender::Gone);
        self.tabs.iter().any(gone) && !self.orphans.is_empty()
    }

    pub fn has_failed_sync(&self) -> bool {
        self.tabs
            .iter()
            .any(|tab| tab.state.stream.unverified_reason() == Some(super::super::UnverifiedReason::SyncFailed))
    }
}

/// How a command is remembered: a switch begins with a stop.
const fn recorded(command: StreamCommand) -> StreamCommand {
    match command {
        StreamCommand::Start { .. } => StreamCommand::Start { force: false },
        StreamCommand::Stop | StreamCommand::Switch => StreamCommand::Stop,
    }
}

/// Did this reply count, or was it dropped?
fn took(event: &Event, command: Option<super::super::PendingCommand>, effects: &[Effect]) -> bool {
    use super::super::LogLine;
    let dropped = effects.iter().any(|effect| matches!(effect, Effect::Log(LogLine::LateReply { .. })));
    // An orphan's answer leads to a check and says nothing itself.
    let orphan = command.is_some_and(|command| command.stage == Stage::Orphaned);
    !dropped && (!orphan || matches!(event, Event::CheckReplied { .. }))
}
