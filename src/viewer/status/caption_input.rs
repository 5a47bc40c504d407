//! What a caption is derived from.

use super::{CaptionKind, FreshnessTracker, StreamBegin};
use crate::sync::{Connection, PendingCommand, StreamCommand, StreamState, Timestamp, Tracked, timing};

/// The shortest time without a frame that means anything.
const STALLED_AFTER_MS: u64 = 3_000;
/// The shortest time without a frame after which it is asked how long the camera may take.
const SILENCE_MS: u64 = 1_000;
/// After how many missing frames of a slow camera it means something.
const STALLED_AFTER_FRAMES: u64 = 3;

/// The frame that is on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastFrame {
    /// When it came.
    pub at: Timestamp,
    /// Time between frames, in milliseconds, if more than one came.
    pub interval_ms: Option<u64>,
}

/// All that a caption is derived from.
#[derive(Clone, Copy, Debug)]
pub struct CaptionInput<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// What is known about the stream.
    pub stream: Tracked,
    /// Is a check under way without which nothing can be vouched for?
    pub syncing: bool,
    /// Is what is known of the stream freshly confirmed?
    pub verified: bool,
    /// The command in flight.
    pub command: Option<PendingCommand>,
    /// The frame on the canvas; `None` while the canvas is empty.
    pub last_frame: Option<LastFrame>,
    /// Whose that frame is.
    pub origin: FrameOrigin,
    /// When the latest frame came that could not be shown. One that is on its way to the canvas is none of those.
    pub last_refusal: Option<Timestamp>,
    /// How long the camera exposes a frame, in milliseconds, where the backend was asked.
    pub exposure_ms: Option<u64>,
    /// How the stream went.
    pub timeline: FreshnessTracker,
    /// The time.
    pub now: Timestamp,
}

/// Whose a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameOrigin {
    /// Of the camera and in the format that were chosen.
    Chosen,
    /// Of another camera, or in another format.
    Other,
}

impl CaptionInput<'_> {
    /// Is the picture live, and what is to be said?
    pub(super) fn freshness_and_kind(&self) -> (bool, Option<CaptionKind>) {
        match self.connection {
            Connection::Closed if self.last_frame.is_some() => return (false, Some(CaptionKind::Closed)),
            Connection::Closed | Connection::Connecting { attempt: ..=1, .. } => {
                return (false, Some(CaptionKind::Connecting));
            }
            Connection::Connecting { attempt: 3.., .. } | Connection::Waiting { attempt: 3.., .. } if self.verified => {
                return (false, Some(CaptionKind::SocketRefused));
            }
            Connection::Connecting { .. } | Connection::Waiting { .. } => {
                return (false, Some(CaptionKind::Unconnected));
            }
            Connection::Connected { .. } => {}
        }
        if let Some(stopped_since) = self.timeline.stopped_since {
            return if self.fresh_since(stopped_since.after(timing::UNDER_WAY_MS)) {
                (true, Some(CaptionKind::FramesThoughStopped))
            } else {
                (false, Some(self.commanded().unwrap_or(CaptionKind::Stopped)))
            };
        }
        let due_since = self.timeline.frames_due_since;
        if self.fresh_since(due_since) {
            return (true, None);
        }
        let message = match (self.commanded(), self.stream.unverified_reason(), self.stream.state) {
            (Some(commanded), _, _) => commanded,
            (None, Some(_), _) if self.syncing => CaptionKind::Checking,
            (None, Some(_), _) => CaptionKind::Unknown,
            (None, None, StreamState::Stopped) => CaptionKind::Stopped,
            (None, None, StreamState::Running) => self.silence(),
        };
        (false, Some(message))
    }

    /// Did the last frame come since `begin`, and not longer ago than the camera takes? After a command, the last ones of
    /// the stream before may come: recent they are, and yet not of the stream that was chosen.
    fn fresh_since(&self, begin: Timestamp) -> bool {
        if self.timeline.begun == StreamBegin::Commanded && self.origin == FrameOrigin::Other {
            return false;
        }
        self.last_frame.is_some_and(|frame| frame.at >= begin && self.now.ms_since(frame.at) <= self.frame_timeout_ms())
    }

    /// How long the camera may take for a frame: by the stream's rhythm, or by the exposure until that is known.
    fn frame_timeout_ms(&self) -> u64 {
        let expected_ms = self.rhythm_ms().or(self.exposure_ms).unwrap_or_default();
        expected_ms.saturating_mul(STALLED_AFTER_FRAMES).max(STALLED_AFTER_MS)
    }

    /// The time from frame to frame in the stream that runs now; `None` until two of it came.
    fn rhythm_ms(&self) -> Option<u64> {
        let frame = self.last_frame?;
        frame
            .interval_ms
            .filter(|&interval_ms| frame.at.0.saturating_sub(interval_ms) >= self.timeline.frames_due_since.0)
    }

    /// Is there a frame to be waited for, and nothing known of how long that may take?
    #[must_use]
    pub fn wants_exposure(&self) -> bool {
        let silent_since = self.last_frame.map_or(Timestamp(0), |frame| frame.at).max(self.timeline.watched_since);
        self.connection.connected()
            && self.timeline.stopped_since.is_none()
            && self.stream.state == StreamState::Running
            && self.rhythm_ms().is_none()
            && self.now.ms_since(silent_since) >= SILENCE_MS
    }

    /// What it means that a stream runs and the picture is not fresh.
    fn silence(&self) -> CaptionKind {
        let is_recent = |moment: Timestamp| self.now.ms_since(moment) <= self.frame_timeout_ms();
        if self.last_refusal.is_some_and(|at| at >= self.timeline.watched_since && is_recent(at)) {
            CaptionKind::Unreadable
        } else if is_recent(self.timeline.watched_since) {
            CaptionKind::FrameDue
        } else if self.verified {
            CaptionKind::Stalled
        } else {
            CaptionKind::Silent
        }
    }

    fn commanded(&self) -> Option<CaptionKind> {
        self.command.map(|command| match command.command {
            StreamCommand::Start { .. } => CaptionKind::Starting,
            StreamCommand::Stop => CaptionKind::Stopping,
            StreamCommand::Switch => CaptionKind::Switching,
        })
    }
}
