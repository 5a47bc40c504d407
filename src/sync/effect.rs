//! What the machine wants done.

use super::{LogLine, Notice, RequestId, StreamCommand, TabMessage};

/// One thing to do. The driver carries it out and never waits for it inside [`State::step`](super::State::step).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Ask the live-view endpoint; answer with [`Event::CheckReplied`](super::Event::CheckReplied).
    FetchStatus {
        /// The request's number.
        request: RequestId,
    },
    /// Wait until no other tab of this browser sends a command; answer with
    /// [`Event::LockAcquired`](super::Event::LockAcquired), and keep the lock until [`Effect::ReleaseLock`].
    AcquireLock {
        /// The command's number.
        request: RequestId,
    },
    /// The command is over, or given up: let the next tab have the lock.
    ReleaseLock {
        /// The command's number.
        request: RequestId,
    },
    /// Tell the other tabs of this browser that show the same backend.
    Broadcast(TabMessage),
    /// Send a command; answer with [`Event::CommandReplied`](super::Event::CommandReplied).
    SendCommand {
        /// The request's number.
        request: RequestId,
        /// What to send.
        command: StreamCommand,
    },
    /// The answer to this request no longer matters: cancel it.
    Abort {
        /// The request's number.
        request: RequestId,
    },
    /// Write a console line.
    Log(LogLine),
    /// Tell the person.
    Notify(Notice),
}
