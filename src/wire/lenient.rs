//! Values that may be anything, because nothing depends on them.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// For `deserialize_with`: text, or `None` for a value of any other kind, which is skipped.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

/// For `deserialize_with`: a whole number that is not negative, or `None` for a value of any other kind, which is skipped.
pub(super) fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    deserializer.deserialize_any(WholeNumberVisitor)
}

struct WholeNumberVisitor;

impl<'de> Visitor<'de> for WholeNumberVisitor {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(number).ok())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(items).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(entries).map(|_| None)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(items).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(entries).map(|_| None)
    }

    /// MessagePack's extensions.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, extension: D) -> Result<Self::Value, D::Error> {
        IgnoredAny.visit_newtype_struct(extension).map(|_| None)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Texts(#[serde(deserialize_with = "super::text")] Option<String>, u8);

    #[test]
    fn only_text_counts_and_all_else_is_skipped_whole() {
        assert_eq!(serde_json::from_str::<Texts>(r#"["é",7]"#).unwrap(), Texts(Some("é".to_owned()), 7));
        for odd in ["null", "true", "5", "-5", "0.5", "[1,[2]]", r#"{"a":{"b":"c"}}"#] {
            let json = format!("[{odd},7]");
            assert_eq!(serde_json::from_str::<Texts>(&json).unwrap(), Texts(None, 7), "{odd}");
        }
        assert_eq!(rmp_serde::from_slice::<Texts>(b"\x92\xa1a\x07").unwrap(), Texts(Some("a".to_owned()), 7));
        let odd: [&[u8]; 9] = [
            &[0xc0],
            &[0xc3],
            &[5],
            &[0xff],
            &[0xca, 0, 0, 0, 0],
            &[0xc4, 1, 9],
            &[0xa1, 0xff],
            &[0xd4, 1, 2],
            &[0x91, 0x80],
        ];
        for odd in odd {
            let bytes = [&[0x92], odd, &[7]].concat();
            assert_eq!(rmp_serde::from_slice::<Texts>(&bytes).unwrap(), Texts(None, 7), "{odd:x?}");
        }
    }
}
