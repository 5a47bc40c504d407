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
        let size_bytes = size_bytes.max(bytes.len());
        Self { rest: bytes, size_bytes, beyond_bytes: size_bytes - bytes.len() }
    }

    /// The next whole value; of an array or map only its head, what is inside is skipped.
    pub(super) fn value(&mut self) -> Result<Value<'a>, MsgpackError> {
        let value = self.shallow()?;
        // Every value takes a byte or more, so a count beyond the rest can't be true, and the sum can't overflow.
        let mut due = contained(&value);
        while due > 0 {
            if due > self.rest.len() as u64 {
                return Err(MsgpackError::Truncated);
            }
            due = due - 1 + contained(&self.shallow()?);
        }
        Ok(value)
    }

    /// The bytes of the next whole value.
    pub(super) fn raw_value(&mut self) -> Result<&'a [u8], MsgpackError> {
        let bytes = self.rest;
        self.value()?;
        Ok(&bytes[..bytes.len() - self.rest.len()])
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
mod tests;
