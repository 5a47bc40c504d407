//! What is under way in the browser on the machine's behalf.

use super::channel::Channel;
use super::command_lock::CommandLocks;
use super::refresh_queue::RefreshQueue;
use super::requests::Requests;
use super::timer::Timer;

/// What is under way in the browser on the machine's behalf.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    /// REST requests.
    pub(super) requests: Requests,
    /// The one timer, for the next deadline.
    pub(super) timer: Timer,
    /// To the other tabs; `None` where the browser has none.
    pub(super) channel: Option<Channel>,
    /// Command locks asked for or held.
    pub(super) command_locks: CommandLocks,
    /// What is asked about cameras and streams.
    pub(super) refresh: RefreshQueue,
}
