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
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn live_view_is_a_boolean_or_the_older_object() {
        for body in [
            "true",
            " true\n",
            r#"{"active":true}"#,
            r#"{"isActive":true}"#,
            r#"{"x":1,"active":true,"isActive":true}"#,
        ] {
            assert_eq!(live_view_active(body), Ok(true), "{body}");
        }
        for body in ["false", r#"{"active":false}"#, r#"{"isActive":false}"#, r#"{"active":false,"isActive":null}"#] {
            assert_eq!(live_view_active(body), Ok(false), "{body}");
        }
    }

    #[test]
    fn everything_else_is_an_error_and_never_false() {
        for body in [
            "null",
            "0",
            "1",
            "\"true\"",
            "\"false\"",
            "True",
            "False",
            "FALSE",
            "[]",
            "[false]",
            "[false,false]",
            "{}",
            r#"{"active":null}"#,
            r#"{"active":0}"#,
            r#"{"active":"false"}"#,
            r#"{"Active":false}"#,
            r#"{"active":true,"isActive":false}"#,
            r#"{"active":false,"active":true}"#,
            r#"{"active":false"#,
            r#"{"status":"error","message":"no camera"}"#,
            r#"{"detail":"Not Found"}"#,
            "false false",
            "falsehood",
            "<!DOCTYPE html><html></html>",
            "Internal Server Error",
        ] {
            let error = live_view_active(body).unwrap_err();
            assert_eq!(error, unexpected(body, "true, false or {\"active\":…}"), "{body}");
        }
        for body in ["", " ", "\n"] {
            assert_eq!(live_view_active(body), Err(AnswerError::Empty));
        }
    }

    #[test]
    fn a_body_of_exactly_the_limit_is_read() {
        let at_limit = format!("true{}", " ".repeat(MAX_ANSWER_BYTES - 4));
        assert_eq!(live_view_active(&at_limit), Ok(true));
        let above = format!("{at_limit} ");
        let error = AnswerError::TooLong { max_bytes: MAX_ANSWER_BYTES };
        assert_eq!(live_view_active(&above), Err(error.clone()));
        assert_eq!(command_answer(&above), Err(error.clone()));
        assert_eq!(active_streams(&above), Err(error.clone()));
        assert_eq!(detector_names(&above), Err(error.clone()));
        assert_eq!(version(&above), Err(error));
    }

    #[test]
    fn each_command_answer_has_its_own_meaning() {
        let refused = |message: &str| CommandAnswer::Refused { message: message.to_owned() };
        let cases = [
            (
                r#"{"status":"success","detector":"WidefieldCamera","protocol":"jpeg","params":{"jpeg_quality":80}}"#,
                CommandAnswer::Success,
            ),
            (
                r#"{"status":"already_running","protocol":"jpeg","message":"Stream already active"}"#,
                CommandAnswer::AlreadyRunning,
            ),
            (r#"{"status":"not_running","message":"No active stream"}"#, CommandAnswer::NotRunning),
            (
                r#"{"status":"long_exposure","exposureMs":2500.0,"thresholdMs":2000,"message":"Too long"}"#,
                CommandAnswer::LongExposure {
                    exposure_ms: 2500.0,
                    threshold_ms: 2000.0,
                    message: "Too long".to_owned(),
                },
            ),
            (r#"{"status":"error","message":"'Nope'"}"#, refused("'Nope'")),
            (r#"{"status":"error"}"#, refused("no reason given")),
        ];
        for (body, expected) in cases {
            assert_eq!(command_answer(body), Ok(expected), "{body}");
        }
    }

    #[test]
    fn unclear_command_answers_are_errors() {
        for status in ["", "Success", "ok", "running"] {
            let body = format!(r#"{{"status":"{status}"}}"#);
            assert_eq!(command_answer(&body), Err(AnswerError::UnknownStatus(status.to_owned())));
        }
        for body in [
            "true",
            "null",
            "[]",
            r#"["success",null,null,null]"#,
            "{}",
            r#"{"status":1}"#,
            r#"{"status":"success""#,
            r#"{"status":"success","status":"error"}"#,
            r#"{"detail":"…","errors":[]}"#,
            r#"{"status":"long_exposure","exposureMs":2500.0,"message":"no threshold"}"#,
            r#"{"status":"long_exposure","exposureMs":NaN,"thresholdMs":2000}"#,
            r#"{"status":"long_exposure","exposureMs":1e999,"thresholdMs":2000}"#,
            "<html>",
        ] {
            assert!(matches!(command_answer(body), Err(AnswerError::Unexpected { .. })), "{body}");
        }
    }

    #[test]
    fn active_streams_are_listed() {
        let body = r#"{"status":"success","active_streams":[{"detector":"WidefieldCamera","protocol":"jpeg"}]}"#;
        let stream = ActiveStream { detector: "WidefieldCamera".to_owned(), protocol: "jpeg".to_owned() };
        assert_eq!(active_streams(body), Ok(vec![stream]));
        assert_eq!(active_streams(r#"{"status":"success","active_streams":[]}"#), Ok(vec![]));
        assert_eq!(
            active_streams(r#"{"status":"error","message":"no camera"}"#),
            Err(AnswerError::Failed("no camera".to_owned()))
        );
        assert_eq!(
            active_streams(r#"{"status":"odd","active_streams":[]}"#),
            Err(AnswerError::UnknownStatus("odd".to_owned()))
        );
        for body in [r#"{"status":"success"}"#, r#"{"status":"success","active_streams":[{}]}"#, "[]", "true"] {
            assert!(matches!(active_streams(body), Err(AnswerError::Unexpected { .. })), "{body}");
        }
    }

    #[test]
    fn names_and_version_are_read() {
        let names = detector_names(r#"["WidefieldCamera","FocusLock"]"#).unwrap();
        assert_eq!(names, ["WidefieldCamera", "FocusLock"]);
        assert!(detector_names("{}").is_err());
        assert!(detector_names("[1]").is_err());
        assert_eq!(version(r#"{"version":"v2.1.193"}"#), Ok("v2.1.193".to_owned()));
        assert!(version(r#"["v2.1.193"]"#).is_err());
        assert!(version("<html>").is_err());
    }

    #[test]
    fn lists_have_a_limit() {
        let body = format!("[{}]", vec![r#""x""#; 257].join(","));
        assert_eq!(detector_names(&body), Err(AnswerError::TooMany { what: "detectors", items: 257 }));
    }

    #[test]
    fn errors_keep_only_the_start_of_the_body() {
        let error = live_view_active(&"<p>ü</p>".repeat(10_000)).unwrap_err();
        assert!(error.to_string().chars().count() < 200, "{error}");
    }

    proptest! {
        #[test]
        fn arbitrary_bodies_never_panic_and_mean_nothing(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9]{0,40}") {
            let _ = command_answer(&body);
            let _ = active_streams(&body);
            let _ = detector_names(&body);
            let _ = version(&body);
            let stated = matches!(body.trim(), "true" | "false") || body.contains("ctive");
            prop_assert!(live_view_active(&body).is_err() || stated);
        }
    }
}
