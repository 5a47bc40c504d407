//! A thing whose commands wait for their turn among tabs, whichever it is.

use super::driven::Driven;
use super::{channel, sent_record};
use crate::backend::Address;
use crate::sync::{Event, FollowedEvent, RequestId, Stage, State};

/// What locks and leases need of a followed thing.
pub(super) trait HasTurn {
    /// The name of its lock and lease.
    fn lock_name(&self, address: &Address) -> String;
    /// What the machine hears of the turn of its command.
    fn event(&self, request: RequestId, news: TurnNews) -> Event;
    /// What the machine hears where no tab has the turn.
    fn sender_gone(&self, address: &Address) -> Event;
    /// How far its command of this number is; `None` where it has no such command.
    fn stage(&self, state: &State, request: RequestId) -> Option<Stage>;
}

/// What became of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TurnNews {
    /// Another tab has it.
    HeldElsewhere,
    /// This tab has it.
    Acquired,
    /// This browser gives out none.
    Refused,
    /// Another tab has taken it over.
    Lost,
}

impl<T: Driven> HasTurn for T {
    fn lock_name(&self, address: &Address) -> String {
        channel::lock_name(address, self)
    }

    fn event(&self, request: RequestId, news: TurnNews) -> Event {
        Driven::event(
            self,
            match news {
                TurnNews::HeldElsewhere => FollowedEvent::LockHeldElsewhere { request },
                TurnNews::Acquired => FollowedEvent::LockAcquired { request },
                TurnNews::Refused => FollowedEvent::LockRefused { request },
                TurnNews::Lost => FollowedEvent::LockLost { request },
            },
        )
    }

    fn sender_gone(&self, address: &Address) -> Event {
        Driven::event(self, FollowedEvent::SenderGone { sent: sent_record::read(address, self) })
    }

    fn stage(&self, state: &State, request: RequestId) -> Option<Stage> {
        let command = self.find(state)?.command?;
        (command.request == request).then_some(command.stage)
    }
}
