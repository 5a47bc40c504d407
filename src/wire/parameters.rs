//! The answer of `getStreamParameters`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::answer::{AnswerError, Status, read};
use super::object::{Object, from_json};
use super::truncated::truncated;

const EXPECTED: &str = "the parameters of all streams";

/// What streams are made with.
#[derive(Debug, PartialEq)]
pub struct StreamParameters {
    by_protocol: BTreeMap<String, StreamValues>,
    /// `None` where the backend does not say what is in use: older ones.
    by_detector: Option<BTreeMap<String, StreamValues>>,
}

/// What one stream is made with. The backend does not check what it is told, so a value can be any JSON.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct StreamValues(BTreeMap<String, Value>);

/// What belongs to the status `success`.
#[derive(Deserialize)]
struct Parameters<'a> {
    #[serde(borrow)]
    protocols: Object<RawValues<'a>>,
    #[serde(borrow)]
    per_detector: Option<Object<RawValues<'a>>>,
}

type RawValues<'a> = BTreeMap<String, &'a RawValue>;

impl StreamParameters {
    /// What a stream in a format begins with.
    #[must_use]
    pub fn of_protocol(&self, protocol: &str) -> Option<&StreamValues> {
        self.by_protocol.get(protocol)
    }

    /// What a camera's stream uses.
    #[must_use]
    pub fn of_detector(&self, detector: &str) -> Option<&StreamValues> {
        self.by_detector.as_ref()?.get(detector)
    }

    /// Every how many camera pixels and rows one is kept in a camera's stream. `None` where the backend does not say it
    /// of this stream, or says what can't be: nothing is guessed from the values of another one.
    #[must_use]
    pub fn subsampling_factor(&self, detector: &str, protocol: &str) -> Option<u32> {
        let values = match &self.by_detector {
            Some(in_use) => in_use.get(detector).filter(|values| values.is_of(protocol))?,
            None => self.of_protocol(protocol)?,
        };
        values.whole("subsampling_factor").filter(|&factor| factor > 0)
    }
}

impl StreamValues {
    /// Are these values of a stream in this format? One that does not say its format has only one camera to tell it by.
    fn is_of(&self, protocol: &str) -> bool {
        self.0.get("protocol").and_then(Value::as_str).is_none_or(|in_use| in_use == protocol)
    }

    /// A whole number, also where it is written with a fraction of 0.
    fn whole(&self, key: &str) -> Option<u32> {
        let value = self.0.get(key)?;
        if let Some(number) = value.as_u64() {
            return u32::try_from(number).ok();
        }
        let number =
            value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number))?;
        // A whole number in the range of the type.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(number as u32)
    }

    /// The value that the interface calls so, as text of at most 120 characters: a number as it is, or to the tenth;
    /// text in quotation marks. Null counts as missing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        Some(match self.0.get(key)? {
            Value::Null => return None,
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
                None => number.to_string(),
                Some(number) => truncated(format!("{number:.1}").trim_end_matches(".0")),
            },
            Value::String(text) => format!("“{}”", truncated(text)),
            Value::Array(_) | Value::Object(_) => "no single value".to_owned(),
        })
    }
}

/// What streams are made with, from `getStreamParameters` without a format or camera named.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn stream_parameters(body: &str) -> Result<StreamParameters, AnswerError> {
    read::<Status>(body, EXPECTED)?.check_success()?;
    let Parameters { protocols: Object(protocols), per_detector } = read(body, EXPECTED)?;
    let by_detector = per_detector.map(|Object(detectors)| stream_values(detectors));
    Ok(StreamParameters { by_protocol: stream_values(protocols), by_detector })
}

/// The values of each stream that has any: what is no object counts as missing.
fn stream_values(streams: RawValues<'_>) -> BTreeMap<String, StreamValues> {
    let mut by_name = BTreeMap::new();
    for (name, json) in streams {
        if let Ok(values) = from_json(json.get()) {
            by_name.insert(name, values);
        }
    }
    by_name
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
    fn hundreds_of_cameras_have_their_own() {
        let cameras: Vec<String> =
            (0..300).map(|camera| format!(r#""Camera {camera}":{{"throttle_ms":50}}"#)).collect();
        let body = format!(r#"{{"status":"success","protocols":{{}},"per_detector":{{{}}}}}"#, cameras.join(","));
        let parameters = stream_parameters(&body).unwrap();
        assert_eq!(parameters.of_detector("Camera 299").unwrap().get("throttle_ms"), Some("50".into()));
    }

    #[test]
    fn odd_values_do_not_hide_the_others() {
        let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let body = format!(
            r#"{{"status":"success","protocols":{{"jpeg":{{"jpeg_quality":[80],"throttle_ms":-2e300,"on":true}},
                "mjpeg":5,"webrtc":{nested}}},"per_detector":null,"more":{nested}}}"#
        );
        let parameters = stream_parameters(&body).unwrap();
        let jpeg = parameters.of_protocol("jpeg").unwrap();
        assert_eq!(jpeg.get("jpeg_quality"), Some("no single value".into()));
        assert_eq!(jpeg.get("throttle_ms").map(|number| number.chars().count()), Some(121));
        assert_eq!(jpeg.get("on"), Some("true".into()));
        assert_eq!(parameters.of_protocol("mjpeg"), None);
        assert_eq!(parameters.of_protocol("webrtc"), None);
        assert_eq!(parameters.of_detector("Wide"), None);
    }

    #[test]
    fn subsampling_is_that_of_the_stream_and_of_no_other() {
        let factor = |per_detector: &str, protocol| {
            let protocols = r#""protocols":{"jpeg":{"subsampling_factor":2},"binary":{"subsampling_factor":3}}"#;
            let body = format!(r#"{{"status":"success",{protocols}{per_detector}}}"#);
            stream_parameters(&body).unwrap().subsampling_factor("Wide", protocol)
        };
        let in_use =
            |values: &str| format!(r#","per_detector":{{"Wide":{values},"Focus":{{"subsampling_factor":9}}}}"#);
        assert_eq!(factor(&in_use(r#"{"protocol":"jpeg","subsampling_factor":4}"#), "jpeg"), Some(4));
        assert_eq!(factor(&in_use(r#"{"subsampling_factor":4.0}"#), "jpeg"), Some(4));
        assert_eq!(factor(&in_use(r#"{"protocol":"binary","subsampling_factor":4}"#), "jpeg"), None);
        for odd in
            ["{}", "5", r#"{"subsampling_factor":0}"#, r#"{"subsampling_factor":"4"}"#, r#"{"subsampling_factor":1.5}"#]
        {
            assert_eq!(factor(&in_use(odd), "jpeg"), None, "{odd}");
        }
        assert_eq!(factor(r#","per_detector":{}"#, "jpeg"), None, "a stream that is not registered");
        assert_eq!(factor("", "binary"), Some(3), "an older backend");
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
