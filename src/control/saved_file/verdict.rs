//! What became of a file, and in which words.

use super::FileSize;
use crate::sync::RequestError;

/// What the backend answers when a part of a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// It can be fetched.
    Found {
        /// How large it is; `None` where the browser does not let us read that, as from another origin.
        size_bytes: Option<u64>,
    },
    /// It is there, with nothing in it.
    Empty,
    /// There is none.
    Missing,
}

/// What is known about a file that is said to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// There is none to ask for.
    #[default]
    None,
    /// It is being asked for.
    Asking,
    /// It is there, and can be fetched.
    Found {
        /// How large it is, where that can be known.
        size_bytes: Option<u64>,
    },
    /// It is there, with nothing in it.
    Empty,
    /// It is not there.
    Missing,
    /// Nobody knows: no request was answered.
    Unanswered(RequestError),
}

impl Verdict {
    /// Is there something to fetch, as far as is known?
    #[must_use]
    pub const fn may_be_fetched(&self) -> bool {
        matches!(self, Self::Found { .. } | Self::Empty | Self::Unanswered(_))
    }

    /// Is it still being asked for?
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        matches!(self, Self::Asking)
    }

    /// About the file of this name, in words; empty where there is nothing to say.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::Asking => format!("The backend reports that {name} is saved. Looking whether it is there…"),
            Self::Found { size_bytes: Some(bytes) } => format!("Saved as {name}, {}.", FileSize(*bytes)),
            Self::Found { size_bytes: None } => format!("Saved as {name}."),
            Self::Empty => format!("The backend reports that {name} is saved. The file is there, but it is empty."),
            Self::Missing => format!("The backend reports that {name} is saved, but the file is not there."),
            Self::Unanswered(why) => {
                format!("The backend reports that {name} is saved. Whether the file is there is not known: {why}.")
            }
        }
    }
}

impl From<FileAnswer> for Verdict {
    fn from(answer: FileAnswer) -> Self {
        match answer {
            FileAnswer::Found { size_bytes } => Self::Found { size_bytes },
            FileAnswer::Empty => Self::Empty,
            FileAnswer::Missing => Self::Missing,
        }
    }
}
