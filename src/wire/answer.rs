//! The bodies of REST answers to structs. The backend answers HTTP 200 also when it refuses, so the body alone counts.

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::lenient;
use super::object::from_json;
use super::truncated::truncated;

/// The longest body that is read, in bytes; a snap's may be longer.
pub const MAX_ANSWER_BYTES: usize = 1_048_576;

/// The most items that a list may have.
const MAX_ITEMS: usize = 256;

/// The most names that are read; further ones are left out.
const MAX_NAMES: usize = 1_024;

/// What is set of a microscope is no number beyond this.
pub(super) const MAX_NUMBER: f64 = 1e12;

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

/// A bare boolean, and nothing that only could be meant as one.
pub(super) fn boolean(body: &str) -> Result<bool, AnswerError> {
    serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| unexpected(body, "true or false"))
}

/// A list of names: of the first 1,024, those that are text. One of which nothing can be read is no empty one.
pub(super) fn names(body: &str, expected: &'static str) -> Result<Vec<String>, AnswerError> {
    let not_a_list = || unexpected(body, expected);
    let listed: Vec<&RawValue> = serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| not_a_list())?;
    let first = listed.iter().take(MAX_NAMES);
    let names: Vec<String> = first.filter_map(|name| serde_json::from_str(name.get()).ok()).collect();
    if names.is_empty() && !listed.is_empty() { Err(not_a_list()) } else { Ok(names) }
}

/// The answer to whatever sets something. It says no more than that the call came to its end: the backend gives it for
/// what it does not have and does not do as well, so what was set has to be read back.
///
/// # Errors
///
/// [`AnswerError`] for everything but `null`.
pub fn set_answer(body: &str) -> Result<(), AnswerError> {
    serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| unexpected(body, "null"))
}

pub(super) fn unexpected(body: &str, expected: &'static str) -> AnswerError {
    AnswerError::Unexpected { expected, body: truncated(body.trim()) }
}

/// The backend's message about why it does not do something.
pub(super) fn backend_message(message: Option<&str>) -> String {
    message.map_or_else(|| "no reason given".to_owned(), truncated)
}

#[cfg(test)]
mod tests {
    use super::set_answer;

    #[test]
    fn only_null_answers_a_set() {
        assert_eq!(set_answer(" null\n"), Ok(()));
        for odd in ["", "true", "[]", "{}", "0", r#"{"status":"error"}"#, "null null", "Null", "<html>"] {
            assert!(set_answer(odd).is_err(), "{odd}");
        }
    }
}
