//! What can happen to a followed thing.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::thing::Thing;
use super::{Generation, RequestError, RequestId, TabMessage, Watch};

/// What can happen to a followed thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
#[serde(bound = "")]
pub enum FollowedEvent<T: Thing> {
    /// What shows it appeared or went away; only what is looked at needs polls.
    Watched(Watch),
    /// The backend announced that it is so now.
    Announced {
        /// Over which socket.
        generation: Generation,
        /// What it said.
        known: T::Known,
    },
    /// The backend announced a change, and not which.
    Changed {
        /// Over which socket.
        generation: Generation,
    },
    /// Another tab of this browser said something.
    TabMessageReceived(TabMessage<T::Command>),
    /// A page of this browser has sent a command, and none is known to have had its answer.
    SentBefore {
        /// What it sent.
        command: T::Command,
        /// How long ago.
        age_ms: u64,
    },
    /// No tab of this browser has the turn: the one that said that it sends a command has ended it, or is gone.
    SenderGone {
        /// What a page has sent and none is known to have had its answer, and how many milliseconds ago.
        sent: Option<(T::Command, u64)>,
    },
    /// Another tab of this browser has the turn: this tab gets it later.
    LockHeldElsewhere {
        /// The command's number.
        request: RequestId,
    },
    /// No other tab of this browser sends a command: this tab's may go.
    LockAcquired {
        /// The command's number.
        request: RequestId,
    },
    /// This browser gives out no turns: nobody can be waited for.
    LockRefused {
        /// The command's number.
        request: RequestId,
    },
    /// Another tab has taken the turn over: this one held it for longer than a command may take.
    LockLost {
        /// The command's number.
        request: RequestId,
    },
    /// Somebody pressed a button, or let a slider go.
    Clicked(T::Intent),
    /// A status request ended.
    CheckReplied {
        /// Which.
        request: RequestId,
        /// The backend's word, or why there is none.
        answer: Result<T::Known, RequestError>,
    },
    /// A command ended.
    CommandReplied {
        /// Which.
        request: RequestId,
        /// The backend's answer, or why there is none.
        answer: Result<T::Answer, RequestError>,
    },
}

impl<T: Thing> FollowedEvent<T> {
    /// The request that has ended by this, and whether it was answered.
    #[must_use]
    pub const fn ended_request(&self) -> Option<(RequestId, bool)> {
        match self {
            Self::CheckReplied { request, answer } => Some((*request, answer.is_ok())),
            Self::CommandReplied { request, answer } => Some((*request, answer.is_ok())),
            _ => None,
        }
    }
}
