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

/// Why there should be a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The backend says that it saved it.
    Reported,
    /// The backend was restarted, or is gone, while it wrote it.
    CutOff,
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
    pub fn words(&self, name: &str, claim: Claim) -> String {
        let claimed = match claim {
            Claim::Reported => format!("The backend reports that {name} is saved"),
            Claim::CutOff => format!("The backend went away while it recorded {name}"),
        };
        match (self, claim) {
            (Self::None, _) => String::new(),
            (Self::Asking, _) => format!("{claimed}. Looking whether the file is there…"),
            (Self::Found { size_bytes: Some(bytes) }, Claim::Reported) => {
                format!("Saved as {name}, {}.", FileSize(*bytes))
            }
            (Self::Found { size_bytes: None }, Claim::Reported) => format!("Saved as {name}."),
            (Self::Found { size_bytes: Some(bytes) }, Claim::CutOff) => {
                format!("{claimed}. The file is there, {}, and may be incomplete.", FileSize(*bytes))
            }
            (Self::Found { size_bytes: None }, Claim::CutOff) => {
                format!("{claimed}. The file is there, and may be incomplete.")
            }
            (Self::Empty, _) => format!("{claimed}. The file is there, but it is empty."),
            (Self::Missing, Claim::Reported) => format!("{claimed}, but the file is not there."),
            (Self::Missing, Claim::CutOff) => format!("{claimed}. The file is not there."),
            (Self::Unanswered(why), _) => format!("{claimed}. Whether the file is there is not known: {why}."),
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
