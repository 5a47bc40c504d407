//! What happens once faults stop: everything that is under way arrives, and timers fire when nothing else happens.

use super::super::{AvailableCommand, Watch};
use super::bounds::Bounds;
use super::moves::{Move, possible};
use super::tab::Tab;
use super::timers::{Timer, is_set};
use super::world::World;

/// Rounds of timers that may be needed: reconnect, three retries, a command's and another tab's limit, a poll.
const MAX_ROUNDS: usize = 10;
/// More messages than any settling needs.
const MAX_MESSAGES: usize = 200;

impl World {
    /// Lets everything that is under way arrive, in one order; the checker tries all the others.
    pub fn settle(&mut self) {
        for _ in 0..MAX_MESSAGES {
            let mut moves = Vec::new();
            possible(self, &mut moves);
            let Some(next) = moves.into_iter().find(|it| !matches!(it, Move::Fire(..))) else { return };
            self.make(next);
            self.make_canonical();
        }
        panic!("messages without end: {self:#?}");
    }

    fn under_way(&self) -> bool {
        let mut moves = Vec::new();
        possible(&Self { left: Bounds::NONE, ..self.clone() }, &mut moves);
        moves.iter().any(|it| !matches!(it, Move::Fire(..)))
    }

    /// Do the pages come right once faults stop? Asked where nothing is under way: from every other state the arrival
    /// of what is under way leads to one of those, and the checker visits it.
    pub fn comes_right(&self) -> bool {
        if self.broken.is_some() || self.under_way() {
            return true;
        }
        let mut world = Self { left: Bounds::NONE, ..self.clone() };
        for _ in 0..MAX_ROUNDS {
            if world.is_right() {
                return true;
            }
            for tab in 0..2 {
                let due = [Timer::Check, Timer::Connection, Timer::Command, Timer::OtherCommand, Timer::Poll]
                    .into_iter()
                    .find(|timer| is_set(&world, tab, *timer));
                if let Some(timer) = due {
                    world.make(Move::Fire(tab, timer));
                }
            }
            world.make_canonical();
            world.settle();
        }
        world.is_right()
    }

    fn is_right(&self) -> bool {
        let expected = if self.running { AvailableCommand::Stop } else { AvailableCommand::Play };
        let open = |tab: &&Tab| tab.state.stream.watch == Watch::Full;
        self.tabs.iter().filter(open).all(|tab| tab.state.available_command() == expected && tab.state.verified())
    }
}
