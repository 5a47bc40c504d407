//! JSON objects into small structs, or into [`Json`] where a struct has many fields.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::excerpt::excerpt;

/// The most names that an object has.
const MAX_NAMES: usize = 256;

/// Reads `text` as an object. Derived structs would also take an array; here that is an error.
///
/// # Errors
///
/// What the JSON reader stumbled over, short enough for a log line.
pub(super) fn object<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if !text.trim_start().starts_with('{') {
        return Err("no JSON object".to_owned());
    }
    serde_json::from_str(text).map_err(|e| excerpt(&e.to_string()))
}

/// JSON as it came, but for lists, which nobody looks into. A derived struct for a snap's ten fields makes the page 3 kB
/// larger.
#[derive(Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    Object(Vec<(String, Json)>),
    List,
}

/// What is there is of another kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OtherKind;

impl Json {
    /// What an object has under this name; null is as good as nothing.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| **value != Self::Null)
    }

    /// The same, taken out of the object.
    pub(super) fn take(&mut self, name: &str) -> Option<Self> {
        let Self::Object(entries) = self else { return None };
        let place = entries.iter().position(|(key, value)| key == name && *value != Self::Null)?;
        Some(entries.swap_remove(place).1)
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::Text(text)) => Ok(Some(text)),
            Some(_) => Err(OtherKind),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::Number(number)) => Ok(Some(*number)),
            Some(_) => Err(OtherKind),
        }
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::Flag(flag)) => Ok(Some(*flag)),
            Some(_) => Err(OtherKind),
        }
    }

    pub(super) fn object(&self, name: &str) -> Result<Option<&Self>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(object @ Self::Object(_)) => Ok(Some(object)),
            Some(_) => Err(OtherKind),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut entries = Vec::<(String, Json)>::new();
        while let Some((key, value)) = object.next_entry::<String, Json>()? {
            if entries.len() == MAX_NAMES || entries.iter().any(|(before, _)| *before == key) {
                return Err(A::Error::custom("too many names, or one of them twice"));
            }
            entries.push((key, value));
        }
        Ok(Json::Object(entries))
    }
}
