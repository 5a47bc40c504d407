//! The answer of `getStreamParameters`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::excerpt::excerpt;
use super::status::{AnswerError, MAX_LIST_ITEMS, object, unexpected, words};

/// What streams are made with. The backend checks nothing that it is told, so a value can be any JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamParameters {
    protocols: Named<Values>,
    per_detector: Named<Values>,
}

impl StreamParameters {
    /// What a stream in a format begins with.
    #[must_use]
    pub fn of_protocol(&self, protocol: &str) -> Option<&Values> {
        self.protocols.get(protocol)
    }

    /// What a camera's stream uses.
    #[must_use]
    pub fn of_detector(&self, detector: &str) -> Option<&Values> {
        self.per_detector.get(detector)
    }
}

/// Values by the interface's name for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Named<String>);

impl Values {
    /// The value with this name, as JSON text cut to 120 characters.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

/// The entries of a JSON object, in its order: the few that there are need no map.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    if entries.len() < MAX_LIST_ITEMS {
                        entries.push(entry);
                    }
                }
                Ok(Named(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Named::<Box<RawValue>>::deserialize(deserializer)?;
        Ok(Self(Named(raw.0.into_iter().map(|(key, value)| (key, excerpt(value.get()))).collect())))
    }
}

/// What streams are made with, from `getStreamParameters` without a format or camera named. Of each list the first
/// 256 entries are kept.
///
/// # Errors
///
/// [`AnswerError`], among them [`AnswerError::Failed`] where the backend says so.
pub fn stream_parameters(body: &str) -> Result<StreamParameters, AnswerError> {
    #[derive(serde::Deserialize)]
    struct Answer {
        status: String,
        protocols: Option<Named<Values>>,
        #[serde(default)]
        per_detector: Named<Values>,
        message: Option<String>,
    }

    let expected = "the parameters of all streams";
    let answer: Answer = object(body, expected)?;
    match (answer.status.as_str(), answer.protocols) {
        ("success", Some(protocols)) => Ok(StreamParameters { protocols, per_detector: answer.per_detector }),
        ("success", None) => Err(unexpected(body, expected)),
        ("error", _) => Err(AnswerError::Failed(words(answer.message.as_deref()))),
        (unknown, _) => Err(AnswerError::UnknownStatus(excerpt(unknown))),
    }
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
        assert_eq!(parameters.of_protocol("jpeg").unwrap().get("jpeg_quality"), Some(r#""hello""#));
        assert_eq!(parameters.of_detector("Wide").unwrap().get("jpeg_quality"), Some("30.0"));
        assert_eq!(parameters.of_detector("Wide").unwrap().get("throttle_ms"), None);
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
        let parameters = stream_parameters(&body).unwrap();
        assert!(parameters.of_protocol("255").is_some() && parameters.of_protocol("256").is_none(), "no end of them");
    }
}
