//! Answers about the live view: whether it runs, what became of a command, and which streams there are.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::answer::{AnswerError, MAX_ANSWER_BYTES, Status, backend_message, limited, read, readable, unexpected};
use super::lenient;
use super::object::from_json;
use super::truncated::truncated;

/// What the backend made of a start or a stop.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum CommandAnswer {
    /// It was done.
    Success,
    /// A start found that a stream runs.
    AlreadyRunning {
        /// How its frames travel, whatever was asked for; `None` where the backend does not say.
        protocol: Option<String>,
    },
    /// A stop found nothing to stop.
    NotRunning,
    /// A start was refused for its long exposure, whether a stream runs or not; `force` overrides it.
    LongExposure {
        /// The backend's message, which names both exposures, cut to 120 characters.
        message: String,
    },
    /// The backend failed or does not accept the parameters.
    Refused {
        /// The backend's message, cut to 120 characters.
        message: String,
    },
}

/// A stream that the backend has registered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ActiveStream {
    /// The camera.
    pub detector: String,
    /// `jpeg`, `binary`, `mjpeg` or `webrtc`; empty where the backend says nothing of the kind.
    #[serde(default, deserialize_with = "protocol")]
    pub protocol: String,
}

/// A stream can be stopped by its camera's name, whatever its protocol is.
fn protocol<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    lenient::text(deserializer).map(Option::unwrap_or_default)
}

/// What older backends answer instead of a bare boolean, under one of two names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LiveViewStatus<'a> {
    #[serde(borrow)]
    active: Option<&'a RawValue>,
    #[serde(borrow)]
    is_active: Option<&'a RawValue>,
}

/// What belongs to the status `already_running`.
#[derive(Deserialize)]
struct AlreadyRunning {
    protocol: Option<String>,
}

/// What belongs to the status `success` of `getActiveStreams`.
#[derive(Deserialize)]
struct ActiveStreams<'a> {
    #[serde(borrow)]
    active_streams: Vec<&'a RawValue>,
}

/// Whether any stream is registered: a bare boolean, or `{"active":…}` or `{"isActive":…}` from older backends.
///
/// # Errors
///
/// [`AnswerError`] for everything else, also for the two keys in contradiction.
pub fn live_view_active(body: &str) -> Result<bool, AnswerError> {
    let expected = "true, false or {\"active\":…}";
    if let Ok(active) = serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?) {
        return Ok(active);
    }
    let LiveViewStatus { active, is_active } = read(body, expected)?;
    // What is no boolean says nothing.
    let boolean = |value: Option<&RawValue>| value.and_then(|value| serde_json::from_str(value.get()).ok());
    match (boolean(active), boolean(is_active)) {
        (Some(active), None) | (None, Some(active)) => Ok(active),
        (Some(active), Some(is_active)) if active == is_active => Ok(active),
        _ => Err(unexpected(body, expected)),
    }
}

/// What the backend made of `startLiveView` or `stopLiveView`.
///
/// # Errors
///
/// [`AnswerError`] for a body without a known `status`.
pub fn command_answer(body: &str) -> Result<CommandAnswer, AnswerError> {
    let Status { status, message } = read(body, "an object with a status")?;
    let message = backend_message(message.as_deref());
    Ok(match status.as_str() {
        "success" => CommandAnswer::Success,
        "already_running" => CommandAnswer::AlreadyRunning { protocol: running_protocol(body) },
        "not_running" => CommandAnswer::NotRunning,
        "error" => CommandAnswer::Refused { message },
        "long_exposure" => CommandAnswer::LongExposure { message },
        unknown => return Err(AnswerError::UnknownStatus(truncated(unknown))),
    })
}

/// The protocol of the stream that runs, which an answer may name; without it, or with an odd one, the rest counts.
fn running_protocol(body: &str) -> Option<String> {
    let AlreadyRunning { protocol } = read(body, "an already_running with a protocol").ok()?;
    protocol.as_deref().map(truncated)
}

/// The streams that the backend has registered, from `getActiveStreams`; those without a camera's name are left out.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so. A list of which nothing can be read is
/// no empty one.
pub fn active_streams(body: &str) -> Result<Vec<ActiveStream>, AnswerError> {
    let expected = "a list of active streams";
    read::<Status>(body, expected)?.check_success()?;
    let ActiveStreams { active_streams } = read(body, expected)?;
    let listed = limited(active_streams, "active streams")?;
    let streams: Vec<ActiveStream> = listed.iter().filter_map(|stream| from_json(stream.get()).ok()).collect();
    if streams.is_empty() && !listed.is_empty() { Err(unexpected(body, expected)) } else { Ok(streams) }
}

#[cfg(test)]
mod tests;
