//! REST answers to meaning. The backend answers HTTP 200 also when it refuses, so the body alone counts.

use thiserror::Error;

use super::excerpt::excerpt;
use super::json::{Json, List, MAX_ITEMS};

/// The longest body that is understood, in bytes; a snap's may be longer.
pub const MAX_ANSWER_BYTES: usize = 1_048_576;

/// What the backend made of a start or a stop.
#[derive(Debug, Clone, PartialEq)]
pub enum CommandAnswer {
    /// It was done.
    Success,
    /// A start found that a stream runs.
    AlreadyRunning,
    /// A stop found nothing to stop.
    NotRunning,
    /// A start was refused for its long exposure, whether a stream runs or not; `force` overrides it.
    LongExposure {
        /// The exposure that is set, in milliseconds.
        exposure_ms: f64,
        /// The exposure from which on the backend refuses, in milliseconds.
        threshold_ms: f64,
        /// The backend's words, cut to 120 characters.
        message: String,
    },
    /// The backend failed or does not accept the parameters.
    Refused {
        /// The backend's words, cut to 120 characters.
        message: String,
    },
}

/// A stream that the backend has registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveStream {
    /// The camera.
    pub detector: String,
    /// `jpeg`, `binary`, `mjpeg` or `webrtc`.
    pub protocol: String,
}

/// An answer that says nothing reliable. It must never be read as "stopped".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// No body.
    #[error("the answer is empty")]
    Empty,
    /// A body of more bytes than are read.
    #[error("longer than {max_bytes} bytes")]
    TooLong {
        /// What is read at most.
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

/// Whether any stream is registered: a bare boolean, or `{"active":…}` or `{"isActive":…}` from older backends.
///
/// # Errors
///
/// [`AnswerError`] for everything else, also for the two keys in contradiction.
pub fn live_view_active(body: &str) -> Result<bool, AnswerError> {
    let expected = "true, false or {\"active\":…}";
    match readable(body)? {
        "true" => Ok(true),
        "false" => Ok(false),
        other => {
            let older = object(other, expected)?;
            match (older.flag("active"), older.flag("isActive")) {
                (Ok(Some(active)), Ok(None)) | (Ok(None), Ok(Some(active))) => Ok(active),
                (Ok(Some(active)), Ok(Some(is_active))) if active == is_active => Ok(active),
                _ => Err(unexpected(body, expected)),
            }
        }
    }
}

/// What the backend made of `startLiveView` or `stopLiveView`.
///
/// # Errors
///
/// [`AnswerError`] for a body without a known `status`, or without the two exposures where it says `long_exposure`.
pub fn command_answer(body: &str) -> Result<CommandAnswer, AnswerError> {
    let expected = "an object with a status";
    let answer = object(body, expected)?;
    let (Ok(Some(status)), Ok(message)) = (answer.text("status"), answer.text("message")) else {
        return Err(unexpected(body, expected));
    };
    let message = words(message);
    Ok(match status {
        "success" => CommandAnswer::Success,
        "already_running" => CommandAnswer::AlreadyRunning,
        "not_running" => CommandAnswer::NotRunning,
        "error" => CommandAnswer::Refused { message },
        "long_exposure" => match (answer.number("exposureMs"), answer.number("thresholdMs")) {
            (Ok(Some(exposure_ms)), Ok(Some(threshold_ms))) => {
                CommandAnswer::LongExposure { exposure_ms, threshold_ms, message }
            }
            _ => return Err(unexpected(body, "a long_exposure with exposureMs and thresholdMs")),
        },
        unknown => return Err(AnswerError::UnknownStatus(excerpt(unknown))),
    })
}

/// The streams that the backend has registered, from `getActiveStreams`.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn active_streams(body: &str) -> Result<Vec<ActiveStream>, AnswerError> {
    let expected = "a list of active streams";
    let answer = object(body, expected)?;
    let (Ok(Some(status)), Ok(streams), Ok(message)) =
        (answer.text("status"), answer.list("active_streams"), answer.text("message"))
    else {
        return Err(unexpected(body, expected));
    };
    let stream = |json: &Json| {
        let text = |name| json.text(name).ok().flatten().map(str::to_owned);
        Some(ActiveStream { detector: text("detector")?, protocol: text("protocol")? })
    };
    match (status, streams) {
        ("success", Some(streams)) => {
            let streams = countable(streams, "active streams")?.iter().map(stream);
            streams.collect::<Option<_>>().ok_or_else(|| unexpected(body, expected))
        }
        ("success", None) => Err(unexpected(body, expected)),
        ("error", _) => Err(AnswerError::Failed(words(message))),
        (unknown, _) => Err(AnswerError::UnknownStatus(excerpt(unknown))),
    }
}

/// The names of the cameras, from `getDetectorNames`.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no JSON array of text.
pub fn detector_names(body: &str) -> Result<Vec<String>, AnswerError> {
    let unexpected = || unexpected(body, "a list of detector names");
    let Ok(Json::List(names)) = Json::read(readable(body)?) else {
        return Err(unexpected());
    };
    let name = |json: &Json| match json {
        Json::Text(name) => Some(name.clone()),
        _ => None,
    };
    countable(&names, "detectors")?.iter().map(name).collect::<Option<_>>().ok_or_else(unexpected)
}

/// The backend's version, such as `v2.1.193`, from `version`; cut to 120 characters.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no object with a `version`.
pub fn version(body: &str) -> Result<String, AnswerError> {
    let expected = "an object with a version";
    match object(body, expected)?.text("version") {
        Ok(Some(version)) => Ok(excerpt(version)),
        _ => Err(unexpected(body, expected)),
    }
}

/// The backend's own words for why it does not do something.
pub(super) fn words(message: Option<&str>) -> String {
    message.map_or_else(|| "no reason given".to_owned(), excerpt)
}

fn readable(body: &str) -> Result<&str, AnswerError> {
    readable_within(body, MAX_ANSWER_BYTES)
}

pub(super) fn readable_within(body: &str, max_bytes: usize) -> Result<&str, AnswerError> {
    if body.len() > max_bytes {
        return Err(AnswerError::TooLong { max_bytes });
    }
    match body.trim() {
        "" => Err(AnswerError::Empty),
        trimmed => Ok(trimmed),
    }
}

pub(super) fn object(body: &str, expected: &'static str) -> Result<Json, AnswerError> {
    Json::object_from(readable(body)?).map_err(|_| unexpected(body, expected))
}

/// The items of a list, if they are all there.
fn countable<'a>(list: &'a List, what: &'static str) -> Result<&'a [Json], AnswerError> {
    if list.length > MAX_ITEMS {
        return Err(AnswerError::TooMany { what, items: list.length });
    }
    Ok(&list.items)
}

pub(super) fn unexpected(body: &str, expected: &'static str) -> AnswerError {
    AnswerError::Unexpected { expected, body: excerpt(body.trim()) }
}

#[cfg(test)]
mod tests;
