//! What the machine wants done.

use super::things::{CameraSettings, Light, Recording, Stream};
use super::{FollowedEffect, LogLine, Notice, RequestId};

/// One thing to do. The driver carries it out and never waits for it inside [`State::step`](super::State::step).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// About the stream.
    Stream(FollowedEffect<Stream>),
    /// About the recording.
    Recording(FollowedEffect<Recording>),
    /// About the light of this name.
    Light(String, FollowedEffect<Light>),
    /// About what is set of the camera that is looked at.
    CameraSettings(FollowedEffect<CameraSettings>),
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

impl Effect {
    /// The request that this sends.
    #[must_use]
    pub const fn sent_request(&self) -> Option<RequestId> {
        match self {
            Self::Stream(effect) => effect.sent_request(),
            Self::Recording(effect) => effect.sent_request(),
            Self::Light(_, effect) => effect.sent_request(),
            Self::CameraSettings(effect) => effect.sent_request(),
            Self::ReleaseLock { .. } | Self::Abort { .. } | Self::Log(_) | Self::Notify(_) => None,
        }
    }
}
