//! The other tabs of this browser that show the same backend.

use super::{StreamCommand, Timestamp};

/// What tabs tell each other. None of it is knowledge: whoever hears it asks the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TabMessage {
    /// A tab sends a command now.
    Commanding(StreamCommand),
    /// That command ended.
    Done,
    /// A tab found that the stream changed.
    Changed,
}

/// Another tab's command: it holds the command lock, so no button is offered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OtherCommand {
    /// What it sends.
    pub command: StreamCommand,
    /// When it is no longer waited for: its tab may have been closed.
    pub deadline: Timestamp,
}
