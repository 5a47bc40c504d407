//! REST answers to meaning. The backend answers HTTP 200 also when it refuses, so the body alone counts.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::excerpt::excerpt;

/// The longest body that is read, in bytes.
pub const MAX_ANSWER_BYTES: usize = 1_048_576;

const MAX_LIST_ITEMS: usize = 256;

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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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
    /// A body of more than [`MAX_ANSWER_BYTES`].
    #[error("the answer has {size_bytes} bytes; at most {MAX_ANSWER_BYTES} are read")]
    TooLong {
        /// The size of the body.
        size_bytes: usize,
    },
    /// More items than any microscope has.
    #[error("the answer lists {items} {what}; at most {MAX_LIST_ITEMS} are read")]
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
    #[derive(Deserialize)]
    struct Older {
        active: Option<bool>,
        #[serde(rename = "isActive")]
        is_active: Option<bool>,
    }

    let expected = "true, false or {\"active\":…}";
    match readable(body)? {
        "true" => Ok(true),
        "false" => Ok(false),
        // A derived struct would also accept an array.
        object if object.starts_with('{') => {
            let older: Older = json(object, expected)?;
            match (older.active, older.is_active) {
                (Some(active), None) | (None, Some(active)) => Ok(active),
                (Some(active), Some(is_active)) if active == is_active => Ok(active),
                _ => Err(unexpected(body, expected)),
            }
        }
        _ => Err(unexpected(body, expected)),
    }
}

/// What the backend made of `startLiveView` or `stopLiveView`.
///
/// # Errors
///
/// [`AnswerError`] for a body without a known `status`, or without the two exposures where it says `long_exposure`.
pub fn command_answer(body: &str) -> Result<CommandAnswer, AnswerError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Raw {
        status: String,
        message: Option<String>,
        exposure_ms: Option<f64>,
        threshold_ms: Option<f64>,
    }

    let expected = "an object with a status";
    let raw: Raw = json(object(body, expected)?, expected)?;
    let message = || raw.message.as_deref().map_or_else(|| "no reason given".to_owned(), excerpt);
    match raw.status.as_str() {
        "success" => Ok(CommandAnswer::Success),
        "already_running" => Ok(CommandAnswer::AlreadyRunning),
        "not_running" => Ok(CommandAnswer::NotRunning),
        "error" => Ok(CommandAnswer::Refused { message: message() }),
        "long_exposure" => match (raw.exposure_ms, raw.threshold_ms) {
            (Some(exposure_ms), Some(threshold_ms)) => {
                Ok(CommandAnswer::LongExposure { exposure_ms, threshold_ms, message: message() })
            }
            _ => Err(unexpected(body, "a long_exposure with exposureMs and thresholdMs")),
        },
        unknown => Err(AnswerError::UnknownStatus(excerpt(unknown))),
    }
}

/// The streams that the backend has registered, from `getActiveStreams`.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn active_streams(body: &str) -> Result<Vec<ActiveStream>, AnswerError> {
    #[derive(Deserialize)]
    struct Raw {
        status: String,
        active_streams: Option<Vec<ActiveStream>>,
        message: Option<String>,
    }

    let expected = "a list of active streams";
    let raw: Raw = json(object(body, expected)?, expected)?;
    match (raw.status.as_str(), raw.active_streams) {
        ("success", Some(streams)) => countable(streams, "active streams"),
        ("success", None) => Err(unexpected(body, expected)),
        ("error", _) => {
            Err(AnswerError::Failed(raw.message.as_deref().map_or_else(|| "no reason given".to_owned(), excerpt)))
        }
        (unknown, _) => Err(AnswerError::UnknownStatus(excerpt(unknown))),
    }
}

/// The names of the cameras, from `getDetectorNames`.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no JSON array of text.
pub fn detector_names(body: &str) -> Result<Vec<String>, AnswerError> {
    countable(json(readable(body)?, "a list of detector names")?, "detectors")
}

/// The backend's version, such as `v2.1.193`, from `version`; cut to 120 characters.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no object with a `version`.
pub fn version(body: &str) -> Result<String, AnswerError> {
    #[derive(Deserialize)]
    struct Raw {
        version: String,
    }

    let expected = "an object with a version";
    json::<Raw>(object(body, expected)?, expected).map(|raw| excerpt(&raw.version))
}

fn readable(body: &str) -> Result<&str, AnswerError> {
    if body.len() > MAX_ANSWER_BYTES {
        return Err(AnswerError::TooLong { size_bytes: body.len() });
    }
    match body.trim() {
        "" => Err(AnswerError::Empty),
        trimmed => Ok(trimmed),
    }
}

/// The body if it is an object: derived structs would also accept an array.
fn object<'a>(body: &'a str, expected: &'static str) -> Result<&'a str, AnswerError> {
    readable(body)?.starts_with('{').then_some(body).ok_or_else(|| unexpected(body, expected))
}

fn json<T: DeserializeOwned>(body: &str, expected: &'static str) -> Result<T, AnswerError> {
    serde_json::from_str(body).map_err(|_| unexpected(body, expected))
}

fn countable<T>(items: Vec<T>, what: &'static str) -> Result<Vec<T>, AnswerError> {
    if items.len() > MAX_LIST_ITEMS {
        return Err(AnswerError::TooMany { what, items: items.len() });
    }
    Ok(items)
}

fn unexpected(body: &str, expected: &'static str) -> AnswerError {
    AnswerError::Unexpected { expected, body: excerpt(body.trim()) }
}
