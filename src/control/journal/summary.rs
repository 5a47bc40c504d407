//! What the machine came to, in a line that can be compared.

use std::fmt;

use serde::{Serialize, Serializer};

use super::words::{done, name, short};
use crate::sync::{AvailableCommand, Connection, Evidence, PendingCommand, State, Timestamp, Tracked};

/// What a state is, as far as the page shows it, and when the machine wants to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    link: Link,
    stream: Tracked,
    command: Option<PendingCommand>,
    offered: AvailableCommand,
    deadline: Option<Timestamp>,
}

/// How far the connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Closed,
    Connecting(u64),
    Connected(u64),
    Waiting,
}

impl Summary {
    /// What this state is.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let link = match &state.session.connection {
            Connection::Closed => Link::Closed,
            Connection::Connecting { generation, .. } => Link::Connecting(generation.0),
            Connection::Connected { generation, .. } => Link::Connected(generation.0),
            Connection::Waiting { .. } => Link::Waiting,
        };
        Self {
            link,
            stream: state.stream.known,
            command: state.stream.command,
            offered: state.available_command(),
            deadline: state.next_deadline(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.link {
            Link::Closed => f.write_str("closed"),
            Link::Connecting(socket) => write!(f, "connecting {socket}"),
            Link::Connected(socket) => write!(f, "connected {socket}"),
            Link::Waiting => f.write_str("waiting"),
        }?;
        write!(f, ", {}", done(self.stream.state))?;
        match self.stream.evidence {
            Evidence::Confirmed { at } => write!(f, " confirmed at {}", at.0),
            Evidence::Unverified { reason, .. } => write!(f, " unverified ({})", short(reason)),
        }?;
        if let Some(pending) = self.command {
            let stage = if pending.stage.is_sent() { "sent" } else { "waits" };
            write!(f, ", {} {} {stage}", name(pending.command), pending.request)?;
        }
        f.write_str(match self.offered {
            AvailableCommand::Play => ", offers Play",
            AvailableCommand::Stop => ", offers Stop",
            AvailableCommand::None => "",
        })?;
        self.deadline.map_or(Ok(()), |at| write!(f, ", next at {}", at.0))
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
