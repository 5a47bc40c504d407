//! What the machine wants done.

use super::{Line, Notice, Order, RequestId};

/// One thing to do. The driver carries it out and never waits for it inside [`State::step`](super::State::step).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Ask the live-view endpoint; answer with [`Event::CheckReplied`](super::Event::CheckReplied).
    FetchStatus {
        /// The request's number.
        request: RequestId,
    },
    /// Send a command; answer with [`Event::CommandReplied`](super::Event::CommandReplied).
    SendCommand {
        /// The request's number.
        request: RequestId,
        /// What to send.
        order: Order,
    },
    /// The answer to this request no longer matters: cancel it.
    Abort {
        /// The request's number.
        request: RequestId,
    },
    /// Write a console line.
    Log(Line),
    /// Tell the person.
    Notify(Notice),
}
