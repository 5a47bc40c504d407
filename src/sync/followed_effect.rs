//! What the machine wants done about a followed thing.

use super::thing::Thing;
use super::{RequestId, TabMessage};

/// What the machine wants done about a followed thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FollowedEffect<T: Thing> {
    /// Ask how it is; answer with [`FollowedEvent::CheckReplied`].
    FetchStatus {
        /// The request's number.
        request: RequestId,
    },
    /// Wait until no other tab of this browser sends a command; answer with [`FollowedEvent::LockAcquired`], and keep the
    /// lock until [`Effect::ReleaseLock`](super::Effect::ReleaseLock).
    AcquireLock {
        /// The command's number.
        request: RequestId,
    },
    /// Take the turn from the tab that has it; answer as to [`FollowedEffect::AcquireLock`].
    StealLock {
        /// The command's number.
        request: RequestId,
    },
    /// Is the tab there that said that it sends a command? Answer with [`FollowedEvent::SenderGone`] when no tab has the
    /// turn, and else not at all.
    FindSender,
    /// Tell the other tabs of this browser that show the same backend.
    Broadcast(TabMessage<T::Command>),
    /// Send a command, and remember where the page's end does not matter that it was sent, until
    /// [`FollowedEffect::ForgetSent`]; answer with [`FollowedEvent::CommandReplied`].
    SendCommand {
        /// The request's number.
        request: RequestId,
        /// What to send.
        command: T::Command,
    },
    /// What came of this command is known: it need not be remembered any more.
    ForgetSent(T::Command),
}

impl<T: Thing> FollowedEffect<T> {
    /// The request that this sends.
    #[must_use]
    pub const fn sent_request(&self) -> Option<RequestId> {
        match self {
            Self::FetchStatus { request } | Self::SendCommand { request, .. } => Some(*request),
            _ => None,
        }
    }
}
