//! What the machine wants done.

use super::things::Stream;
use super::{FollowedEffect, LogLine, Notice, RequestId};

/// One thing to do. The driver carries it out and never waits for it inside [`State::step`](super::State::step).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// About the stream.
    Stream(FollowedEffect<Stream>),
    /// The command is over, or given up: let the next tab have the lock.
    ReleaseLock {
        /// The command's number.
        request: RequestId,
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
