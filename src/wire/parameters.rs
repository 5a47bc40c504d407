//! The answer of `getStreamParameters`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::excerpt::excerpt;
use super::status::{AnswerError, countable, object, unexpected, words};

/// What streams are made with. The backend checks nothing that it is told, so a value can be any JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamParameters {
    /// What a stream in a format begins with, by the format's name.
    pub protocols: BTreeMap<String, Values>,
    /// What a camera's stream uses, by the camera's name.
    pub per_detector: BTreeMap<String, Values>,
}

/// Values by the interface's name for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// The value with this name, as JSON text cut to 120 characters.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

type Raw = BTreeMap<String, BTreeMap<String, Box<RawValue>>>;

/// What streams are made with, from `getStreamParameters` without a format or camera named.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn stream_parameters(body: &str) -> Result<StreamParameters, AnswerError> {
    #[derive(Deserialize)]
    struct Answer {
        status: String,
        protocols: Option<Raw>,
        #[serde(default)]
        per_detector: Raw,
        message: Option<String>,
    }

    let expected = "the parameters of all streams";
    let answer: Answer = object(body, expected)?;
    match (answer.status.as_str(), answer.protocols) {
        ("success", Some(protocols)) => {
            Ok(StreamParameters { protocols: values(protocols)?, per_detector: values(answer.per_detector)? })
        }
        ("success", None) => Err(unexpected(body, expected)),
        ("error", _) => Err(AnswerError::Failed(words(answer.message.as_deref()))),
        (unknown, _) => Err(AnswerError::UnknownStatus(excerpt(unknown))),
    }
}

fn values(raw: Raw) -> Result<BTreeMap<String, Values>, AnswerError> {
    let all = countable(raw.into_iter().collect(), "streams")?.into_iter().map(|(name, raw)| {
        let values = raw.into_iter().map(|(key, value)| (key, excerpt(value.get()))).collect();
        Ok((name, Values(countable(values, "parameters")?)))
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn values_are_kept_as_they_are() {
        let body = r#"{"status":"success","protocols":{"jpeg":{"jpeg_quality":"hello","stun_servers":["a",{"b":1}]}},
            "per_detector":{"Wide":{"jpeg_quality":30.0,"detector_name":null}}}"#;
        let parameters = stream_parameters(body).unwrap();
        assert_eq!(parameters.protocols["jpeg"].get("jpeg_quality"), Some(r#""hello""#));
        assert_eq!(parameters.per_detector["Wide"].get("jpeg_quality"), Some("30.0"));
        assert_eq!(parameters.per_detector["Wide"].get("throttle_ms"), None);
    }

    #[test]
    fn everything_else_is_an_error() {
        for body in [
            "",
            "[]",
            "null",
            r#"{"status":"success"}"#,
            r#"{"status":"success","protocols":[]}"#,
            r#"{"status":"success","protocols":{"jpeg":7}}"#,
            r#"{"status":"success","protocols":{"jpeg":{"jpeg_quality":}}}"#,
            r#"{"status":"running","protocols":{}}"#,
        ] {
            assert!(stream_parameters(body).is_err(), "{body}");
        }
        let failed = stream_parameters(r#"{"status":"error","message":"broken"}"#);
        assert_eq!(failed, Err(AnswerError::Failed("broken".into())));
        let many: Vec<String> = (0..300).map(|n| format!(r#""{n}":{{}}"#)).collect();
        let body = format!(r#"{{"status":"success","protocols":{{{}}}}}"#, many.join(","));
        assert!(matches!(stream_parameters(&body), Err(AnswerError::TooMany { .. })));
    }
}
