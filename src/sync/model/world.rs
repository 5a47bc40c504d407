//! Everything that a state of the model consists of.

use std::collections::VecDeque;

use super::super::injected_bug::InjectedBug;
use super::super::{
    AvailableCommand, Effect, Event, Evidence, FollowedEffect, FollowedEvent, LogLine, PendingCommand, RequestId,
    Stage, StreamCommand, Visibility, Watch,
};
use super::bounds::Bounds;
use super::canonical::{AFTER_SLEEP, NOW};
use super::tab::{Question, Tab};

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
        let tab = Tab::new(injected_bug, 0);
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
            world.send(tab, Event::Stream(FollowedEvent::Watched(Watch::Full)), None);
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
        let before = (tab.state.stream.known, tab.state.stream.command);
        let effects = tab.state.step(event.clone(), NOW);
        if let Event::Stream(FollowedEvent::Clicked(intent)) = event
            && before.1.is_none()
        {
            tab.intent = Some(intent);
        }
        let knows = matches!(tab.state.stream.known.evidence, Evidence::Confirmed { .. });
        let answered = matches!(
            event,
            Event::Stream(FollowedEvent::CheckReplied { answer: Ok(_), .. })
                | Event::Stream(FollowedEvent::CommandReplied { answer: Ok(_), .. })
        );
        if knows && answered && took(&event, before.1, &effects) {
            let version = version.expect("a reply saw the backend");
            if version < tab.seen {
                self.broken = Some(Broken::OlderReplacedNewer);
            }
            tab.seen = tab.seen.max(version);
        } else if knows && tab.state.stream.known != before.0 && !answered {
            self.broken = Some(Broken::FailureBecameKnowledge);
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
        let commands = self.tabs.iter().map(|tab| tab.state.stream.command);
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
        let is_seen = tab.state.session.visibility == Visibility::Visible && tab.state.stream.watch == Watch::Full;
        let sends = effects.iter().any(|effect| matches!(effect, Effect::Stream(FollowedEffect::SendCommand { .. })));
        if sends || is_seen && tab.state.available_command() != AvailableCommand::None {
            self.broken = Some(Broken::VouchedAsleep);
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
    }

    /// A tab is loaded again: what it has sent goes on, and is remembered.
    pub fn reload(&mut self, index: usize) {
        let fresh = Tab::new(self.tabs[index].state.session.injected_bug, self.version);
        let old = std::mem::replace(&mut self.tabs[index], fresh);
        self.orphans.extend(old.asks.into_iter().map(|ask| ask.1).filter(|question| *question != Question::Status));
        if self.lock.front().is_some_and(|holder| holder.0 == index) {
            self.granted = false;
        }
        self.lock.retain(|holder| holder.0 != index);
        if let Some(command) = self.record {
            self.send(index, Event::Stream(FollowedEvent::SentBefore { command, age_ms: 0 }), None);
        }
        self.send(index, Event::Opened, None);
        self.send(index, Event::Stream(FollowedEvent::Watched(Watch::Full)), None);
    }
}

/// Did this reply count, or was it dropped?
fn took(event: &Event, command: Option<PendingCommand>, effects: &[Effect]) -> bool {
    let dropped = effects.iter().any(|effect| matches!(effect, Effect::Log(LogLine::LateReply { .. })));
    // An orphan's answer leads to a check and says nothing itself.
    let orphan = command.is_some_and(|command| command.stage == Stage::Orphaned);
    !dropped && (!orphan || matches!(event, Event::Stream(FollowedEvent::CheckReplied { .. })))
}
