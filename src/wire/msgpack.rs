//! MessagePack, walked value by value without copying, allocating or recursing.

use std::ops::Range;

use rmp::Marker;
use thiserror::Error;

use super::prefix::{MIN_PREFIX_BYTES, Prefix};

/// Bytes that are no MessagePack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MsgpackError {
    /// The bytes end before the value does, or a length promises more than there is.
    #[error("the MessagePack data ends too early")]
    Truncated,
    /// The one byte that MessagePack never uses.
    #[error("the MessagePack data has a byte that no value begins with")]
    ReservedByte,
}

/// One value, or the head of one that contains others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Nil,
    Bool,
    Unsigned(u64),
    /// Below zero.
    Negative(i64),
    Float(f64),
    /// Not checked to be UTF-8.
    Text(&'a [u8]),
    Binary(&'a [u8]),
    /// That many values follow.
    Array(u32),
    /// That many pairs of key and value follow.
    Map(u32),
    Extension,
}

impl<'a> Value<'a> {
    /// What to call such a value in an error.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Bool => "a boolean",
            Self::Unsigned(_) | Self::Negative(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "text",
            Self::Binary(_) => "binary data",
            Self::Array(_) => "an array",
            Self::Map(_) => "a map",
            Self::Extension => "an extension",
        }
    }

    /// The text, if it is valid UTF-8.
    pub(super) fn as_str(&self) -> Option<&'a str> {
        match self {
            Self::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// The number, whatever it was written as, if it is finite.
    pub(super) fn as_f64(&self) -> Option<f64> {
        match *self {
            Self::Unsigned(n) => Some(n as f64),
            Self::Negative(n) => Some(n as f64),
            Self::Float(x) if x.is_finite() => Some(x),
            _ => None,
        }
    }

    /// The number, if it is an integer that fits.
    pub(super) fn as_u32(&self) -> Option<u32> {
        match *self {
            Self::Unsigned(n) => u32::try_from(n).ok(),
            _ => None,
        }
    }
}

/// What a value begins with: all of it, or how many bytes of which kind follow.
enum Head<'a> {
    Whole(Value<'a>),
    Text(u32),
    Binary(u32),
    /// A byte for its type, and those.
    Extension(u32),
}

/// A place in MessagePack bytes, of which only the first may have been read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    /// Of the whole message.
    size_bytes: usize,
    /// How many bytes follow that were not read.
    beyond_bytes: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(message: Prefix<'a>) -> Self {
        let Prefix { bytes, size_bytes } = message;
        Self { rest: bytes, size_bytes, beyond_bytes: size_bytes.saturating_sub(bytes.len()) }
    }

    /// The next whole value; of an array or map only its head, what is inside is skipped.
    pub(super) fn value(&mut self) -> Result<Value<'a>, MsgpackError> {
        let value = self.shallow()?;
        // Every value takes a byte or more, so a count beyond the rest is a lie, and the sum can't overflow.
        let mut due = contained(&value);
        while due > 0 {
            if due > self.rest.len() as u64 {
                return Err(MsgpackError::Truncated);
            }
            due = due - 1 + contained(&self.shallow()?);
        }
        Ok(value)
    }

    /// The next value, and where it is if it is text or binary data. Of such, no more than the first
    /// [`MIN_PREFIX_BYTES`] need have been read: what the value has then is only its beginning.
    pub(super) fn long_value(&mut self) -> Result<(Value<'a>, Range<usize>), MsgpackError> {
        let mut ahead = *self;
        let (kind, size_bytes): (fn(&'a [u8]) -> Value<'a>, _) = match ahead.head()? {
            Head::Text(len) => (Value::Text, len as usize),
            Head::Binary(len) => (Value::Binary, len as usize),
            Head::Whole(_) | Head::Extension(_) => return Ok((self.value()?, 0..0)),
        };
        let start = ahead.size_bytes - ahead.beyond_bytes - ahead.rest.len();
        let (read, rest) = ahead.rest.split_at(size_bytes.min(ahead.rest.len()));
        let unread_bytes = size_bytes - read.len();
        if unread_bytes > ahead.beyond_bytes || (unread_bytes > 0 && read.len() < MIN_PREFIX_BYTES) {
            return Err(MsgpackError::Truncated);
        }
        *self = Self { rest, beyond_bytes: ahead.beyond_bytes - unread_bytes, ..ahead };
        Ok((kind(read), start..start + size_bytes))
    }

    /// The next map's number of pairs, to be read one by one; any other value is given back as the inner error.
    pub(super) fn map(&mut self) -> Result<Result<u32, Value<'a>>, MsgpackError> {
        match self.shallow()? {
            Value::Map(pairs) => Ok(Ok(pairs)),
            other => Ok(Err(other)),
        }
    }

    /// The next map key; `None` if it is no text.
    pub(super) fn key(&mut self) -> Result<Option<&'a [u8]>, MsgpackError> {
        match self.value()? {
            Value::Text(key) => Ok(Some(key)),
            _ => Ok(None),
        }
    }

    /// The next value, but for what an array or map contains.
    fn shallow(&mut self) -> Result<Value<'a>, MsgpackError> {
        match self.head()? {
            Head::Whole(value) => Ok(value),
            Head::Text(len) => self.bytes(len).map(Value::Text),
            Head::Binary(len) => self.bytes(len).map(Value::Binary),
            Head::Extension(len) => {
                let _type = self.bytes(1)?;
                self.bytes(len)?;
                Ok(Value::Extension)
            }
        }
    }

    fn head(&mut self) -> Result<Head<'a>, MsgpackError> {
        let (&first, rest) = self.rest.split_first().ok_or(MsgpackError::Truncated)?;
        self.rest = rest;
        Ok(Head::Whole(match Marker::from_u8(first) {
            Marker::Null => Value::Nil,
            Marker::False | Marker::True => Value::Bool,
            Marker::Reserved => return Err(MsgpackError::ReservedByte),
            Marker::FixPos(n) => Value::Unsigned(n.into()),
            Marker::FixNeg(n) => Value::Negative(n.into()),
            Marker::U8 => Value::Unsigned(self.unsigned(1)?),
            Marker::U16 => Value::Unsigned(self.unsigned(2)?),
            Marker::U32 => Value::Unsigned(self.unsigned(4)?),
            Marker::U64 => Value::Unsigned(self.unsigned(8)?),
            Marker::I8 => self.signed(1)?,
            Marker::I16 => self.signed(2)?,
            Marker::I32 => self.signed(4)?,
            Marker::I64 => self.signed(8)?,
            Marker::F32 => Value::Float(f32::from_bits(self.count(4)?).into()),
            Marker::F64 => Value::Float(f64::from_bits(self.unsigned(8)?)),
            Marker::FixArray(n) => Value::Array(n.into()),
            Marker::Array16 => Value::Array(self.count(2)?),
            Marker::Array32 => Value::Array(self.count(4)?),
            Marker::FixMap(n) => Value::Map(n.into()),
            Marker::Map16 => Value::Map(self.count(2)?),
            Marker::Map32 => Value::Map(self.count(4)?),
            Marker::FixStr(n) => return Ok(Head::Text(n.into())),
            Marker::Str8 => return self.count(1).map(Head::Text),
            Marker::Str16 => return self.count(2).map(Head::Text),
            Marker::Str32 => return self.count(4).map(Head::Text),
            Marker::Bin8 => return self.count(1).map(Head::Binary),
            Marker::Bin16 => return self.count(2).map(Head::Binary),
            Marker::Bin32 => return self.count(4).map(Head::Binary),
            Marker::FixExt1 => return Ok(Head::Extension(1)),
            Marker::FixExt2 => return Ok(Head::Extension(2)),
            Marker::FixExt4 => return Ok(Head::Extension(4)),
            Marker::FixExt8 => return Ok(Head::Extension(8)),
            Marker::FixExt16 => return Ok(Head::Extension(16)),
            Marker::Ext8 => return self.count(1).map(Head::Extension),
            Marker::Ext16 => return self.count(2).map(Head::Extension),
            Marker::Ext32 => return self.count(4).map(Head::Extension),
        }))
    }

    /// A number of this many bytes, 8 at most.
    fn unsigned(&mut self, size_bytes: u32) -> Result<u64, MsgpackError> {
        Ok(self.bytes(size_bytes)?.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    /// The same, whose highest bit is its sign.
    fn signed(&mut self, size_bytes: u32) -> Result<Value<'a>, MsgpackError> {
        let beyond = 64 - 8 * size_bytes;
        let number = (self.unsigned(size_bytes)? << beyond).cast_signed() >> beyond;
        Ok(u64::try_from(number).map_or(Value::Negative(number), Value::Unsigned))
    }

    /// A number of 4 bytes at most.
    fn count(&mut self, size_bytes: u32) -> Result<u32, MsgpackError> {
        self.unsigned(size_bytes).map(|number| number as u32)
    }

    fn bytes(&mut self, len: u32) -> Result<&'a [u8], MsgpackError> {
        let (taken, rest) = self.rest.split_at_checked(len as usize).ok_or(MsgpackError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// How many values follow inside of `value`.
fn contained(value: &Value<'_>) -> u64 {
    match *value {
        Value::Array(items) => items.into(),
        Value::Map(pairs) => 2 * u64::from(pairs),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn only(bytes: &[u8]) -> Result<Value<'_>, MsgpackError> {
        let mut reader = Reader::new(bytes.into());
        let value = reader.value()?;
        assert_eq!(reader.rest, b"", "{bytes:x?} was not read whole");
        Ok(value)
    }

    #[test]
    fn every_marker_is_read_whole() {
        let text = |len: usize| [b'x'].repeat(len);
        let with = |head: &[u8], tail: Vec<u8>| [head.to_vec(), tail].concat();
        let cases: Vec<(Vec<u8>, Value<'_>)> = vec![
            (vec![0xc0], Value::Nil),
            (vec![0xc2], Value::Bool),
            (vec![0xc3], Value::Bool),
            (vec![0x7f], Value::Unsigned(127)),
            (vec![0xe0], Value::Negative(-32)),
            (vec![0xcc, 0xff], Value::Unsigned(255)),
            (vec![0xcd, 1, 2], Value::Unsigned(258)),
            (vec![0xce, 0, 1, 0, 0], Value::Unsigned(65_536)),
            (vec![0xcf, 255, 255, 255, 255, 255, 255, 255, 255], Value::Unsigned(u64::MAX)),
            (vec![0xd0, 0xff], Value::Negative(-1)),
            (vec![0xd0, 5], Value::Unsigned(5)),
            (vec![0xd1, 0xff, 0], Value::Negative(-256)),
            (vec![0xd2, 0x80, 0, 0, 0], Value::Negative(i32::MIN.into())),
            (vec![0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0], Value::Negative(i64::MIN)),
            (vec![0xca, 0x3f, 0x80, 0, 0], Value::Float(1.0)),
            (vec![0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], Value::Float(1.0)),
            (with(&[0xa3], text(3)), Value::Text(b"xxx")),
            (with(&[0xd9, 2], text(2)), Value::Text(b"xx")),
            (with(&[0xda, 0, 1], text(1)), Value::Text(b"x")),
            (with(&[0xdb, 0, 0, 0, 1], text(1)), Value::Text(b"x")),
            (with(&[0xc4, 1], text(1)), Value::Binary(b"x")),
            (with(&[0xc5, 0, 1], text(1)), Value::Binary(b"x")),
            (with(&[0xc6, 0, 0, 0, 1], text(1)), Value::Binary(b"x")),
            (vec![0x92, 1, 2], Value::Array(2)),
            (vec![0xdc, 0, 1, 1], Value::Array(1)),
            (vec![0xdd, 0, 0, 0, 1, 1], Value::Array(1)),
            (vec![0x81, 1, 0x91, 2], Value::Map(1)),
            (vec![0xde, 0, 1, 1, 2], Value::Map(1)),
            (vec![0xdf, 0, 0, 0, 1, 1, 2], Value::Map(1)),
            (with(&[0xd4, 9], text(1)), Value::Extension),
            (with(&[0xd5, 9], text(2)), Value::Extension),
            (with(&[0xd6, 9], text(4)), Value::Extension),
            (with(&[0xd7, 9], text(8)), Value::Extension),
            (with(&[0xd8, 9], text(16)), Value::Extension),
            (with(&[0xc7, 3, 9], text(3)), Value::Extension),
            (with(&[0xc8, 0, 3, 9], text(3)), Value::Extension),
            (with(&[0xc9, 0, 0, 0, 3, 9], text(3)), Value::Extension),
        ];
        for (bytes, value) in &cases {
            assert_eq!(only(bytes), Ok(*value), "{bytes:x?}");
            for len in 0..bytes.len() {
                assert_eq!(only(&bytes[..len]), Err(MsgpackError::Truncated), "{bytes:x?} cut at {len}");
            }
        }
    }

    #[test]
    fn the_reserved_byte_is_refused() {
        assert_eq!(only(&[0xc1]), Err(MsgpackError::ReservedByte));
        assert_eq!(only(&[0x91, 0xc1]), Err(MsgpackError::ReservedByte));
    }

    #[test]
    fn huge_lengths_are_refused_at_once() {
        for marker in [0xdb, 0xc6, 0xc9, 0xdd, 0xdf] {
            assert_eq!(only(&[marker, 0xff, 0xff, 0xff, 0xff, 0, 0]), Err(MsgpackError::Truncated), "{marker:x}");
        }
        // Not even the first of the promised values is looked at: it would be another error.
        assert_eq!(only(&[0xdf, 0xff, 0xff, 0xff, 0xff, 0xc1]), Err(MsgpackError::Truncated));
    }

    #[test]
    fn deep_nesting_takes_no_stack() {
        let mut bytes = vec![0x91; 100_000];
        assert_eq!(only(&bytes), Err(MsgpackError::Truncated));
        bytes.push(0xc0);
        assert_eq!(only(&bytes), Ok(Value::Array(1)));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::new(bytes.as_slice().into());
            while reader.value().is_ok() {}
            prop_assert!(reader.rest.len() <= bytes.len());
        }

        #[test]
        fn what_the_library_writes_is_read_back(number in any::<i64>(), float in any::<f64>(), text in ".{0,300}") {
            let mut bytes = Vec::new();
            rmp::encode::write_sint(&mut bytes, number).unwrap();
            rmp::encode::write_f64(&mut bytes, float).unwrap();
            rmp::encode::write_str(&mut bytes, &text).unwrap();
            let mut reader = Reader::new(bytes.as_slice().into());
            let read_number = match reader.value().unwrap() {
                Value::Unsigned(n) => i128::from(n),
                Value::Negative(n) => i128::from(n),
                other => panic!("{other:?}"),
            };
            prop_assert_eq!(read_number, i128::from(number));
            prop_assert_eq!(reader.value().unwrap(), Value::Float(float));
            prop_assert_eq!(reader.value().unwrap().as_str(), Some(text.as_str()));
            prop_assert!(reader.rest.is_empty());
        }
    }
}
