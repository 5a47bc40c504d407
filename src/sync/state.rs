//! The state that the store holds.

use super::{
    Backoff, Cameras, Connection, Controls, Generation, OtherCommand, PendingCommand, Poll, Stage, StatusCheck,
    Timestamp, Tracked, Visibility,
};

/// Everything the machine knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The stream, and how it is known.
    pub stream: Tracked,
    /// The WebSocket connection.
    pub connection: Connection,
    /// The one command in flight.
    pub command: Option<PendingCommand>,
    /// The command that another tab of this browser has in flight.
    pub other_command: Option<OtherCommand>,
    /// The one status check under way.
    pub check: StatusCheck,
    /// The poll.
    pub poll: Poll,
    /// Whether there is a camera to start.
    pub cameras: Cameras,
    /// The tab.
    pub visibility: Visibility,
    /// The buttons.
    pub controls: Controls,
    /// The newest socket's number.
    pub(super) generation: Generation,
    /// The newest request's number.
    pub(super) last_request: u64,
    /// The person was told that the connection is lost, so is told when it is back.
    pub(super) loss_shown: bool,
    /// Spreads the waits.
    pub(super) backoff: Backoff,
    /// A rule that is broken on purpose.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) injected_bug: Option<super::injected_bug::InjectedBug>,
}

impl State {
    /// Nothing known, nothing under way, no wish to be connected yet.
    #[must_use]
    pub const fn new(visibility: Visibility, backoff: Backoff) -> Self {
        Self {
            stream: Tracked::none(),
            connection: Connection::Closed,
            command: None,
            other_command: None,
            check: StatusCheck::Idle,
            poll: Poll { due: Timestamp(0), failures: 0 },
            cameras: Cameras::Unknown,
            visibility,
            controls: Controls::Absent,
            generation: Generation(0),
            last_request: 0,
            loss_shown: false,
            backoff,
            #[cfg(all(test, not(target_arch = "wasm32")))]
            injected_bug: None,
        }
    }

    /// When the machine wants [`Event::TimerFired`](super::Event::TimerFired); `None` while nothing is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let poll = (self.polling() && self.check == StatusCheck::Idle && !self.commanding()).then_some(self.poll.due);
        let command = self.command.map(|command| command.deadline);
        let other = self.other_command.map(|other| other.deadline);
        let connection = self.connection.next_deadline(self.visibility);
        [self.check.next_deadline(), command, other, connection, poll].into_iter().flatten().min()
    }

    pub(super) fn polling(&self) -> bool {
        self.controls == Controls::Shown && self.visibility == Visibility::Visible
    }

    /// Is a command in flight whose answer will count? Then every check would race it.
    pub(super) fn commanding(&self) -> bool {
        self.command.is_some_and(|command| command.stage == Stage::Sent)
    }

    /// May a status request leave now?
    pub(super) fn may_ask(&self) -> bool {
        self.visibility == Visibility::Visible && !self.commanding()
    }
}
