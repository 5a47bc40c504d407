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
    /// Take the turn from the tab that has it; answer as to [`Effect::AcquireLock`].
    StealLock {
        /// The command's number.
        request: RequestId,
    },
    /// The command is over, or given up: let the next tab have the lock.
    ReleaseLock {
        /// The command's number.
        request: RequestId,
    },
    /// Is the tab there that said that it sends a command? Answer with [`Event::SenderGone`](super::Event::SenderGone)
    /// when no tab has the turn, and else not at all.
    FindSender,
    /// Tell the other tabs of this browser that show the same backend.
    Broadcast(TabMessage),
    /// Send a command, and remember where the page's end does not matter that it was sent, until
    /// [`Effect::ForgetSent`]; answer with [`Event::CommandReplied`](super::Event::CommandReplied).
    SendCommand {
        /// The request's number.
        request: RequestId,
        /// What to send.
        command: StreamCommand,
    },
    /// What came of this command is known: it need not be remembered any more.
    ForgetSent(StreamCommand),
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
