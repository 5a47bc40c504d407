//! The answer of `getStreamParameters`.

use super::excerpt::excerpt;
use super::json::{Json, OtherKind};
use super::status::{AnswerError, object, unexpected, words};

const EXPECTED: &str = "the parameters of all streams";

/// What streams are made with. The backend checks nothing that it is told, so a value can be any JSON.
#[derive(Debug, PartialEq)]
pub struct StreamParameters {
    protocols: Json,
    per_detector: Json,
}

/// What one stream is made with.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a>(&'a Json);

impl StreamParameters {
    /// What a stream in a format begins with.
    #[must_use]
    pub fn of_protocol(&self, protocol: &str) -> Option<Values<'_>> {
        self.protocols.object(protocol).ok().flatten().map(Values)
    }

    /// What a camera's stream uses.
    #[must_use]
    pub fn of_detector(&self, detector: &str) -> Option<Values<'_>> {
        self.per_detector.object(detector).ok().flatten().map(Values)
    }
}

impl Values<'_> {
    /// The value that the interface calls so, in words of at most 120 characters: a number as it is, or to the tenth;
    /// text in quotation marks.
    #[must_use]
    pub fn get(self, key: &str) -> Option<String> {
        Some(match self.0.get(key)? {
            Json::Whole(number) => number.to_string(),
            Json::Number(number) => number_in_words(*number),
            Json::Text(text) => format!("“{}”", excerpt(text)),
            Json::Flag(flag) => flag.to_string(),
            Json::Null | Json::Object(_) | Json::List(_) | Json::Unread => "no single value".to_owned(),
        })
    }
}

/// Tenths by hand: the standard library's way to write a fraction takes 15 kB of the first load.
fn number_in_words(number: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let tenths = (number * 10.0).round() as i64;
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        tenth => format!("{sign}{}.{tenth}", tenths / 10),
    }
}

/// What streams are made with, from `getStreamParameters` without a format or camera named.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn stream_parameters(body: &str) -> Result<StreamParameters, AnswerError> {
    let mut answer = object(body, EXPECTED)?;
    let odd = |_: OtherKind| unexpected(body, EXPECTED);
    match answer.text("status").map_err(odd)? {
        Some("success") => match (answer.take("protocols"), answer.take("per_detector").unwrap_or(Json::Null)) {
            (Some(protocols @ Json::Object(_)), per_detector @ (Json::Object(_) | Json::Null)) => {
                Ok(StreamParameters { protocols, per_detector })
            }
            _ => Err(unexpected(body, EXPECTED)),
        },
        Some("error") => Err(AnswerError::Failed(words(answer.text("message").map_err(odd)?))),
        Some(unknown) => Err(AnswerError::UnknownStatus(excerpt(unknown))),
        None => Err(unexpected(body, EXPECTED)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn values_are_kept_as_they_are() {
        let body = r#"{"status":"success","protocols":{"jpeg":{"jpeg_quality":"hello","stun_servers":["a",{"b":1}]}},
            "per_detector":{"Wide":{"jpeg_quality":30.0,"throttle_ms":-0.5,"subsampling_factor":null}}}"#;
        let parameters = stream_parameters(body).unwrap();
        assert_eq!(parameters.of_protocol("jpeg").unwrap().get("jpeg_quality"), Some("“hello”".into()));
        assert_eq!(parameters.of_detector("Wide").unwrap().get("jpeg_quality"), Some("30".into()));
        assert_eq!(parameters.of_detector("Wide").unwrap().get("throttle_ms"), Some("-0.5".into()));
        assert_eq!(parameters.of_detector("Wide").unwrap().get("subsampling_factor"), None, "null is nothing");
    }

    #[test]
    fn everything_else_is_an_error() {
        for body in [
            "",
            "[]",
            "null",
            r#"{"status":"success"}"#,
            r#"{"status":"success","protocols":[]}"#,
            r#"{"status":"success","protocols":{"jpeg":{"jpeg_quality":}}}"#,
            r#"{"status":"running","protocols":{}}"#,
        ] {
            assert!(stream_parameters(body).is_err(), "{body}");
        }
        let failed = stream_parameters(r#"{"status":"error","message":"broken"}"#);
        assert_eq!(failed, Err(AnswerError::Failed("broken".into())));
    }
}
