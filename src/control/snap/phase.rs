//! How a snap stands, and in which words.

use std::fmt;

use super::Failure;
use crate::sync::{RequestError, Timestamp};
use crate::wire::{Preview, SavedSnap};

/// From this many status requests in a row on that brought nothing, the person is told.
const TOLD_LOST: u32 = 2;

/// How the snap stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// None was asked for.
    #[default]
    Idle,
    /// It was asked for, and the backend has not answered yet.
    Starting(Cancel),
    /// The backend is about it.
    Running(Job),
    /// It is saved.
    Done(SavedSnap),
    /// It came to nothing.
    Failed(Failure),
    /// It was cancelled.
    Cancelled,
}

/// A snap that the backend is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The backend's name for it.
    pub(super) id: String,
    /// How far it is, from 0 to 100, where the backend says so.
    pub(super) percent: Option<u8>,
    /// Is it to be cancelled?
    pub(super) cancel: Cancel,
    /// How many status requests in a row brought nothing.
    pub(super) lost: u32,
    /// When to ask next.
    pub(super) due: Timestamp,
    /// How long it may take.
    pub(super) limit_ms: u64,
    /// When that is over.
    pub(super) deadline: Timestamp,
}

/// What became of the wish to cancel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cancel {
    /// There is none.
    #[default]
    Unwanted,
    /// It is on its way, or waits until it can be.
    Wanted,
    /// The backend agreed, and has yet to end the job.
    Agreed,
    /// The backend did not agree.
    Refused,
    /// It did not get through.
    Unanswered(RequestError),
}

impl Phase {
    /// Is it under way? Then no other can be asked for.
    #[must_use]
    pub const fn is_going(&self) -> bool {
        matches!(self, Self::Starting(_) | Self::Running(_))
    }

    /// Can it be cancelled now?
    #[must_use]
    pub const fn is_cancellable(&self) -> bool {
        match self {
            Self::Starting(cancel) | Self::Running(Job { cancel, .. }) => {
                !matches!(cancel, Cancel::Wanted | Cancel::Agreed)
            }
            _ => false,
        }
    }

    /// How far it is, from 0 to 100, where that is known.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        match self {
            Self::Running(job) => job.percent,
            _ => None,
        }
    }
}

/// In words; none where there is nothing to say.
impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cancel, lost) = match self {
            Self::Idle => return Ok(()),
            Self::Done(saved) => {
                let preview =
                    if saved.preview == Preview::None { " It came without a preview that can be shown." } else { "" };
                return write!(f, "Saved as {}.{preview}", saved.path.name());
            }
            Self::Failed(failure) => return failure.fmt(f),
            Self::Cancelled => return f.write_str("The snap was cancelled."),
            Self::Starting(cancel) => (cancel, 0),
            Self::Running(job) => (&job.cancel, job.lost),
        };
        match cancel {
            Cancel::Wanted | Cancel::Agreed => f.write_str("Cancelling…")?,
            Cancel::Unwanted => f.write_str("Taking the picture…")?,
            Cancel::Refused => f.write_str("The backend goes on with the snap: it can’t be cancelled now.")?,
            Cancel::Unanswered(why) => write!(f, "The snap goes on: no answer to the cancel ({why}). Try that again.")?,
        }
        if lost >= TOLD_LOST {
            f.write_str(" The backend does not answer at the moment.")?;
        }
        Ok(())
    }
}
