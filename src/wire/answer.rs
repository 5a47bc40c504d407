//! The bodies of REST answers to structs. The backend answers HTTP 200 also when it refuses, so the body alone counts.

use serde::Deserialize;
use thiserror::Error;

use super::lenient;
use super::object::from_json;
use super::truncated::truncated;

/// The longest body that is read, in bytes; a snap's may be longer.
pub const MAX_ANSWER_BYTES: usize = 1_048_576;

/// The most items that a list may have.
const MAX_ITEMS: usize = 256;

/// An answer that says nothing reliable. It must never be read as "stopped".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// No body.
    #[error("the answer is empty")]
    Empty,
    /// A body of more bytes than are read.
    #[error("longer than {max_bytes} bytes")]
    TooLong {
        /// The most bytes that are read.
        max_bytes: usize,
    },
    /// More items than any microscope has.
    #[error("the answer lists {items} {what}; at most {MAX_ITEMS} are read")]
    TooMany {
        /// What is listed.
        what: &'static str,
        /// How many.
        items: usize,
    },
    /// Not what this call answers with.
    #[error("the answer is not {expected}: `{body}`")]
    Unexpected {
        /// What it should be.
        expected: &'static str,
        /// The start of the body.
        body: String,
    },
    /// A `status` that has no known meaning.
    #[error("the answer has the unknown status `{0}`")]
    UnknownStatus(String),
    /// The backend says that it failed.
    #[error("the backend failed: {0}")]
    Failed(String),
}

/// How a call went, as most answers say it.
#[derive(Deserialize)]
pub(super) struct Status {
    pub(super) status: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) message: Option<String>,
}

impl Status {
    /// For calls whose answer is either `success` or `error`.
    pub(super) fn check_success(&self) -> Result<(), AnswerError> {
        match self.status.as_str() {
            "success" => Ok(()),
            "error" => Err(AnswerError::Failed(backend_message(self.message.as_deref()))),
            unknown => Err(AnswerError::UnknownStatus(truncated(unknown))),
        }
    }
}

/// Reads an answer that is an object. `expected` says what it should be.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a str, expected: &'static str) -> Result<T, AnswerError> {
    from_json(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| unexpected(body, expected))
}

/// A body that is neither empty nor too long, without the white space around it.
pub(super) fn readable(body: &str, max_bytes: usize) -> Result<&str, AnswerError> {
    if body.len() > max_bytes {
        return Err(AnswerError::TooLong { max_bytes });
    }
    match body.trim() {
        "" => Err(AnswerError::Empty),
        trimmed => Ok(trimmed),
    }
}

/// A list, if it is not too long. `what` says what is listed.
pub(super) fn limited<T>(items: Vec<T>, what: &'static str) -> Result<Vec<T>, AnswerError> {
    if items.len() > MAX_ITEMS {
        return Err(AnswerError::TooMany { what, items: items.len() });
    }
    Ok(items)
}

pub(super) fn unexpected(body: &str, expected: &'static str) -> AnswerError {
    AnswerError::Unexpected { expected, body: truncated(body.trim()) }
}

/// The backend's message about why it does not do something.
pub(super) fn backend_message(message: Option<&str>) -> String {
    message.map_or_else(|| "no reason given".to_owned(), truncated)
}
