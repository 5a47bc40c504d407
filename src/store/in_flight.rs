//! What is under way in the browser on the machine's behalf.

use super::channel::Channel;
use super::command_lock::CommandLocks;
use super::refresh_queue::RefreshQueue;
use super::requests::Requests;
use super::timer::Timer;
use crate::control::camera::Choice;
use crate::control::recording::RecordingRequest;
use crate::sync::{RequestId, Timestamp};

/// What is under way in the browser on the machine's behalf.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    /// REST requests.
    pub(super) requests: Requests,
    /// The one timer, for the next deadline.
    pub(super) timer: Timer,
    /// To the other tabs; `None` where the browser has none.
    pub(super) channel: Option<Channel>,
    /// What the latest command about the stream is about, as it was when somebody pressed the button.
    pub(super) ordered: Option<(RequestId, Choice)>,
    /// What the latest recording that somebody asked for is to be.
    pub(super) recording: Option<(RequestId, RecordingRequest)>,
    /// Command locks asked for or held.
    pub(super) command_locks: CommandLocks,
    /// What is asked about cameras and streams.
    pub(super) refresh: RefreshQueue,
    /// When somebody last began to leave the page, by a link or by loading it again.
    pub(super) left_at: Option<Timestamp>,
}
