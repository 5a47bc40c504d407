//! JSON and MessagePack objects to structs.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use thiserror::Error;

use super::truncated::truncated;

/// The most names that an object may have: some have one for each camera.
const MAX_NAMES: usize = 1_024;

/// Text that is no JSON, or not the JSON that it should be: `serde_json`'s message, cut to 120 characters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct JsonError(String);

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        Self(truncated(&error.to_string()))
    }
}

/// Reads a struct from JSON text that has to be one object. Fields that the struct does not have are skipped.
///
/// A field's own nesting is limited by `serde_json` to 128 levels; what is skipped takes no stack, however deep it is.
pub(super) fn from_json<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, JsonError> {
    let Object(value) = serde_json::from_str(json)?;
    Ok(value)
}

/// A struct that is read from an object, of at most 1,024 names, and from nothing else: what serde derives for a struct
/// also takes a list of its values.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Object<T>, A::Error> {
        let entries = LimitedEntries { entries, left: MAX_NAMES };
        T::deserialize(MapAccessDeserializer::new(entries)).map(Object)
    }
}

/// An object's entries, which end in an error where there are too many.
struct LimitedEntries<A> {
    entries: A,
    /// How many more there may be.
    left: usize,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for LimitedEntries<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let key = self.entries.next_key_seed(seed)?;
        if key.is_some() {
            let left = self.left.checked_sub(1);
            self.left = left.ok_or_else(|| Error::custom(format_args!("more than {MAX_NAMES} names")))?;
        }
        Ok(key)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Known {
        a: u8,
    }

    fn error(json: &str) -> String {
        from_json::<Known>(json).err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn an_object_with_a_name_twice_or_too_many_is_an_error() {
        let object = |names: usize| {
            let names: Vec<_> = (1..names).map(|name| format!(r#","{name}":0"#)).collect();
            from_json::<Known>(&format!(r#"{{"a":1{}}}"#, names.concat()))
        };
        assert_eq!(object(MAX_NAMES), Ok(Known { a: 1 }));
        assert!(object(MAX_NAMES + 1).is_err_and(|error| error.to_string().starts_with("more than 1024 names")));
        assert!(error(r#"{"a":1,"a":1}"#).starts_with("duplicate field `a`"));
        assert!(error(r#"{"a":1,"a":1"#).starts_with("duplicate field `a`"));
    }

    #[test]
    fn errors_say_where() {
        assert_eq!(error(""), "EOF while parsing a value at line 1 column 0");
        assert_eq!(error("{\n\"a\": nothing}"), "expected ident at line 2 column 7");
        assert_eq!(error(r#"{"a":1} 2"#), "trailing characters at line 1 column 9");
        assert!(error("[1]").starts_with("invalid type: sequence, expected an object"));
        assert!(error(&format!(r#"{{"a":"{}"}}"#, "x".repeat(1_000))).chars().count() <= 121);
    }

    #[test]
    fn what_is_skipped_takes_no_stack_and_what_is_read_has_a_limit() {
        let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(from_json(&format!(r#"{{"x":{nested},"a":1}}"#)), Ok(Known { a: 1 }));
        let tree = from_json::<BTreeMap<String, serde_json::Value>>(&format!(r#"{{"x":{nested}}}"#));
        assert!(tree.is_err_and(|error| error.to_string().starts_with("recursion limit exceeded")));
    }

    proptest! {
        #[test]
        fn only_json_is_read(text in r#"\PC{0,40}|[\[\]{}":,a-z0-9.e-]{0,40}"#) {
            let known = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert!(known || from_json::<BTreeMap<String, IgnoredAny>>(&text).is_err(), "{}", text);
        }
    }
}
