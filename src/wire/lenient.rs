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

/// For `deserialize_with`: a number, or `None` for a value of any other kind, which is skipped.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let scalar = deserializer.deserialize_any(ScalarVisitor)?;
    Ok(if let Scalar::Number(number) = scalar { Some(number).filter(|number| number.is_finite()) } else { None })
}

/// For `deserialize_with`: a boolean, or `None` for a value of any other kind, which is skipped.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let scalar = deserializer.deserialize_any(ScalarVisitor)?;
    Ok(if let Scalar::Flag(flag) = scalar { Some(flag) } else { None })
}

/// One value of which only numbers and booleans are kept.
enum Scalar {
    Number(f64),
    Flag(bool),
    Other,
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        // Whole numbers above 2⁵³ lose their last digits, which nothing measures.
        #[allow(clippy::cast_precision_loss)]
        Ok(Scalar::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        #[allow(clippy::cast_precision_loss)]
        Ok(Scalar::Number(number as f64))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_str<E>(self, _: &str) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Scalar, A::Error> {
        IgnoredAny.visit_seq(items).map(|_| Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Scalar, A::Error> {
        IgnoredAny.visit_map(entries).map(|_| Scalar::Other)
    }

    /// MessagePack's extensions.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, extension: D) -> Result<Scalar, D::Error> {
        IgnoredAny.visit_newtype_struct(extension).map(|_| Scalar::Other)
    }
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

    #[derive(Debug, PartialEq, Deserialize)]
    struct Scalars(
        #[serde(deserialize_with = "super::number")] Option<f64>,
        #[serde(deserialize_with = "super::flag")] Option<bool>,
        u8,
    );

    #[test]
    fn only_numbers_and_booleans_count_where_they_belong() {
        for (json, number, flag) in [
            ("5,true", Some(5.0), Some(true)),
            ("-0.5,false", Some(-0.5), Some(false)),
            ("true,1", None, None),
            (r#""5","true""#, None, None),
            (r#"[1,[2]],{"a":{"b":1}}"#, None, None),
            ("null,null", None, None),
        ] {
            let read = serde_json::from_str::<Scalars>(&format!("[{json},7]")).unwrap();
            assert_eq!(read, Scalars(number, flag, 7), "{json}");
        }
        let odd: [&[u8]; 8] = [
            &[0xc0],
            &[0xca, 0x7f, 0xc0, 0, 0],
            &[0xca, 0x7f, 0x80, 0, 0],
            &[0xc4, 1, 9],
            &[0xa1, 0xff],
            &[0xd4, 1, 2],
            &[0x91, 0x80],
            &[0x80],
        ];
        for odd in odd {
            let bytes = [&[0x93], odd, odd, &[7]].concat();
            assert_eq!(rmp_serde::from_slice::<Scalars>(&bytes).unwrap(), Scalars(None, None, 7), "{odd:x?}");
        }
        assert_eq!(rmp_serde::from_slice::<Scalars>(b"\x93\xff\xc3\x07").unwrap(), Scalars(Some(-1.0), Some(true), 7));
    }

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
