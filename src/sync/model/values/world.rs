//! Everything that a state of the model of a value consists of.

use std::collections::VecDeque;

use super::super::canonical::NOW;
use super::bounds::Bounds;
use super::tab::{LIGHT, Reply, Subject, Tab};
use crate::sync::injected_bug::InjectedBug;
use crate::sync::{Effect, Event, LightEvent, LightList, LogLine, RequestId, StreamEvent, Watch};

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
            left: left.used_up(),
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
        let effects = tab.state.step(event, NOW);
        let after = (tab.state.stream.known, tab.state.lights.get(LIGHT).map(|light| light.known));
        let learned = [
            (Subject::Stream, after.0.is_confirmed() && after.0 != before.0),
            (Subject::Value, after.1.is_some_and(|known| known.is_confirmed()) && after.1 != before.1),
        ];
        let counted = !effects.iter().any(|effect| matches!(effect, Effect::Log(LogLine::LateReply { .. })));
        let said = reply.and_then(|reply| Some((reply.says()?, reply.version)));
        let is_known = |subject| match subject {
            Subject::Stream => after.0.is_confirmed(),
            Subject::Value => after.1.is_some_and(|known| known.is_confirmed()),
        };
        // The answer to a command of before a reconnect leads to a check, and says nothing itself.
        if let Some((subject, version)) = said.filter(|(subject, _)| counted && is_known(*subject)) {
            let seen = &mut tab.seen[subject as usize];
            if version < *seen {
                self.broken = Some(Broken::OlderReplacedNewer);
            }
            *seen = version.max(*seen);
        }
        if learned.iter().any(|(of, learned)| *learned && said.is_none_or(|(subject, _)| subject != *of)) {
            self.broken = Some(Broken::FailureBecameKnowledge);
        }
        if tab.state.session.is_away() || !tab.state.session.connection.connected() {
            // What waits to be sent is not sent any more.
            tab.last_set = None;
        }
        for effect in effects {
            self.carry_out(index, effect);
        }
        self.follow_socket(index);
        if !self.left.has_stream {
            self.answer_about_stream(index);
        }
        let commands = self.tabs.iter().filter_map(Tab::light).filter_map(|light| light.command);
        if commands.filter(|command| command.stage.is_sent()).count() > 1 {
            self.broken = Some(Broken::TwoCommands);
        }
    }

    /// Something came between: which value it is to be in the end is not known any more.
    pub fn forget_last_set(&mut self) {
        self.tabs.iter_mut().for_each(|tab| tab.last_set = None);
    }
}

pub fn light(event: LightEvent) -> Event {
    Event::Light(LIGHT.into(), event)
}
