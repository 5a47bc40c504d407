//! How a snap stands, and in which words.

use super::Failure;
use crate::control::saved_file::{Claim, Verdict};
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
    /// The backend says that it is saved.
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

    /// In words; none where there is nothing to say. `file` is what is known about the file of one that is done.
    #[must_use]
    pub fn words(&self, file: &Verdict) -> String {
        let (cancel, lost) = match self {
            Self::Idle => return String::new(),
            Self::Done(saved) => {
                let preview = match (&saved.preview, file) {
                    (Preview::None, Verdict::Found { .. }) => " It came without a preview that can be shown.",
                    _ => "",
                };
                return file.words(saved.path.name(), Claim::Reported) + preview;
            }
            Self::Failed(failure) => return failure.to_string(),
            Self::Cancelled => return "The snap was cancelled.".to_owned(),
            Self::Starting(cancel) => (cancel, 0),
            Self::Running(job) => (&job.cancel, job.lost),
        };
        let mut words = match cancel {
            Cancel::Wanted | Cancel::Agreed => "Cancelling…".to_owned(),
            Cancel::Unwanted => "Taking the picture…".to_owned(),
            Cancel::Refused => "The backend goes on with the snap: it can’t be cancelled now.".to_owned(),
            Cancel::Unanswered(why) => format!("The snap goes on: no answer to the cancel ({why}). Try that again."),
        };
        if lost >= TOLD_LOST {
            words += " The backend does not answer at the moment.";
        }
        words
    }
}
