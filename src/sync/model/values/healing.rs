//! What happens once faults stop: everything that is under way arrives, and timers fire when nothing else happens.

use super::moves::{Move, possible};
use super::timers::{TIMERS, is_set};
use super::world::World;
use crate::sync::AvailableCommand;

/// Rounds of timers that may be needed: reconnect, retries, the limits of a command and of another tab's, a poll.
const MAX_ROUNDS: usize = 12;
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

    /// Do the pages come right once faults stop? Asked where nothing is under way: from every other state the arrival
    /// of what is under way leads to one of those, and the checker visits it.
    pub fn comes_right(&self) -> bool {
        let mut world = Self { left: self.left.used_up(), ..self.clone() };
        let mut moves = Vec::new();
        possible(&world, &mut moves);
        if self.broken.is_some() || moves.iter().any(|it| !matches!(it, Move::Fire(..))) {
            return true;
        }
        for _ in 0..MAX_ROUNDS {
            if world.is_right() {
                return true;
            }
            for tab in 0..world.left.tabs {
                for timer in TIMERS {
                    if is_set(&world, tab, timer) {
                        world.make(Move::Fire(tab, timer));
                    }
                }
            }
            world.make_canonical();
            world.settle();
        }
        world.is_right()
    }

    fn is_right(&self) -> bool {
        let offered = if self.running { AvailableCommand::Stop } else { AvailableCommand::Play };
        self.tabs[..self.left.tabs].iter().all(|tab| {
            let Some(light) = tab.light() else { return false };
            let is_idle = light.pending().next().is_none() && light.other_command.is_none();
            let is_as_set = tab.last_set.is_none_or(|value| value == self.value);
            tab.shown() == Some(self.value)
                && is_idle
                && is_as_set
                && light.verified(&tab.state.session)
                && tab.state.available_command() == offered
        })
    }
}
