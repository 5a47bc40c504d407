//! JSON as a small tree. Structs that `serde` derives took 30 kB more of the page.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use thiserror::Error;

/// The most names that an object has.
const MAX_NAMES: usize = 256;
/// The most items of a list that are kept.
pub(super) const MAX_ITEMS: usize = 256;
/// How many objects and lists may stand inside of each other: nothing that is read stands deeper.
const MAX_DEPTH: u8 = 3;

/// Text that is no JSON, or not the JSON that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JsonError {
    /// The text ends before the JSON does.
    #[error("the JSON ends too early")]
    EndsEarly,
    /// Something that JSON has not, or that stands behind its end.
    #[error("no JSON at line {line}, column {column}")]
    Malformed {
        /// The line, from 1 on.
        line: usize,
        /// The byte in the line, from 1 on.
        column: usize,
    },
    /// JSON, but no object; or one with very many names, or a name twice.
    #[error("no JSON object")]
    NoObject,
    /// JSON, but no list that begins with text.
    #[error("no list that begins with a name")]
    NoName,
    /// What an object must have under this name is missing or of another kind.
    #[error("no usable `{0}`")]
    Unusable(&'static str),
}

/// JSON as it came, as far as anybody looks into it.
#[derive(Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Flag(bool),
    /// A number without sign, fraction or exponent.
    Whole(u64),
    /// Any other number.
    Number(f64),
    Text(String),
    Object(Vec<(String, Json)>),
    List(List),
    /// An object or list that is too deep, or an object with too many names or one of them twice.
    Unread,
}

/// A list as it came.
#[derive(Debug, Default, PartialEq)]
pub(super) struct List {
    /// The first items, 256 at most.
    pub(super) items: Vec<Json>,
    /// How many items the list has in all.
    pub(super) length: usize,
}

/// What is there is of another kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OtherKind;

impl Json {
    /// Reads `text`, all of it.
    pub(super) fn read(text: &str) -> Result<Self, JsonError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let json = Reader { depth: MAX_DEPTH }.deserialize(&mut deserializer);
        json.and_then(|json| deserializer.end().map(|()| json)).map_err(|error| {
            // Its own words would bring along code that writes numbers, which nothing else of the first load needs.
            if error.is_eof() {
                JsonError::EndsEarly
            } else {
                JsonError::Malformed { line: error.line(), column: error.column() }
            }
        })
    }

    /// Reads `text`, which must be an object.
    pub(super) fn object_from(text: &str) -> Result<Self, JsonError> {
        match Self::read(text)? {
            object @ Self::Object(_) => Ok(object),
            _ => Err(JsonError::NoObject),
        }
    }

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

    pub(super) fn whole(&self, name: &str) -> Result<Option<u64>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::Whole(number)) => Ok(Some(*number)),
            Some(_) => Err(OtherKind),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::Whole(number)) => Ok(Some(*number as f64)),
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

    pub(super) fn list(&self, name: &str) -> Result<Option<&List>, OtherKind> {
        match self.get(name) {
            None => Ok(None),
            Some(Self::List(list)) => Ok(Some(list)),
            Some(_) => Err(OtherKind),
        }
    }
}

/// Makes the tree. It accepts all that is JSON, so that there are no errors but those of JSON itself.
#[derive(Clone, Copy)]
struct Reader {
    /// How many objects and lists may still begin inside of each other.
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

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
        Ok(Json::Whole(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let Some(depth) = self.depth.checked_sub(1) else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Json::Unread);
        };
        let mut list = List::default();
        while let Some(item) = items.next_element_seed(Self { depth })? {
            list.length += 1;
            if list.length <= MAX_ITEMS {
                list.items.push(item);
            }
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let Some(depth) = self.depth.checked_sub(1) else {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Json::Unread);
        };
        let mut entries = Vec::<(String, Json)>::new();
        let mut usable = true;
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(Self { depth })?;
            usable = usable && entries.len() < MAX_NAMES && entries.iter().all(|(before, _)| *before != key);
            if usable {
                entries.push((key, value));
            }
        }
        Ok(if usable { Json::Object(entries) } else { Json::Unread })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_too_deep_is_not_kept() {
        let Ok(json) = Json::read(r#"[{"a":[1,{"b":2},[3]]},-4,5.0]"#) else { unreachable!() };
        let inner = List { items: vec![Json::Whole(1), Json::Unread, Json::Unread], length: 3 };
        let object = Json::Object(vec![("a".to_owned(), Json::List(inner))]);
        let items = vec![object, Json::Number(-4.0), Json::Number(5.0)];
        assert_eq!(json, Json::List(List { items, length: 3 }));
    }

    #[test]
    fn a_long_list_is_counted_but_not_kept() {
        let Ok(Json::List(list)) = Json::read(&format!("[{}0]", "0,".repeat(999))) else { unreachable!() };
        assert_eq!((list.items.len(), list.length), (MAX_ITEMS, 1_000));
    }

    #[test]
    fn an_object_with_a_name_twice_or_too_many_is_not_looked_into() {
        let object = |names: usize| {
            let names: Vec<_> = (0..names).map(|name| format!(r#""{name}":0"#)).collect();
            Json::object_from(&format!("{{{}}}", names.join(",")))
        };
        assert!(object(MAX_NAMES).is_ok());
        assert_eq!(object(MAX_NAMES + 1), Err(JsonError::NoObject));
        assert_eq!(Json::object_from(r#"{"a":1,"a":1}"#), Err(JsonError::NoObject));
        assert_eq!(Json::object_from(r#"{"a":1,"a":1"#), Err(JsonError::EndsEarly));
    }

    #[test]
    fn errors_say_where() {
        assert_eq!(Json::read(""), Err(JsonError::EndsEarly));
        assert_eq!(Json::read("{\n\"a\": nothing}"), Err(JsonError::Malformed { line: 2, column: 7 }));
        assert_eq!(Json::read("1 2"), Err(JsonError::Malformed { line: 1, column: 3 }));
        assert_eq!(Json::object_from("[]"), Err(JsonError::NoObject));
    }

    proptest! {
        #[test]
        fn what_serde_json_reads_is_read(text in r#"\PC{0,40}|[\[\]{}":,a0-9.e-]{0,40}"#) {
            let known = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert!(known || Json::read(&text).is_err(), "{}", text);
        }
    }
}
