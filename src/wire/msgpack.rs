//! MessagePack, walked value by value without copying, allocating or recursing.

use rmp::Marker;
use thiserror::Error;

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

/// A place in MessagePack bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next whole value; of an array or map only its head, what is inside is skipped.
    pub(super) fn value(&mut self) -> Result<Value<'a>, MsgpackError> {
        let value = self.head()?;
        // Every value takes a byte or more, so a count beyond the rest is a lie, and the sum can't overflow.
        let mut due = contained(&value);
        while due > 0 {
            if due > self.rest.len() as u64 {
                return Err(MsgpackError::Truncated);
            }
            due = due - 1 + contained(&self.head()?);
        }
        Ok(value)
    }

    /// The next map's number of pairs, to be read one by one; any other value is given back as the inner error.
    pub(super) fn map(&mut self) -> Result<Result<u32, Value<'a>>, MsgpackError> {
        match self.head()? {
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
    fn head(&mut self) -> Result<Value<'a>, MsgpackError> {
        let [byte] = self.array()?;
        Ok(match Marker::from_u8(byte) {
            Marker::Null => Value::Nil,
            Marker::False | Marker::True => Value::Bool,
            Marker::Reserved => return Err(MsgpackError::ReservedByte),
            Marker::FixPos(n) => Value::Unsigned(n.into()),
            Marker::FixNeg(n) => Value::Negative(n.into()),
            Marker::U8 => Value::Unsigned(self.u8()?.into()),
            Marker::U16 => Value::Unsigned(self.u16()?.into()),
            Marker::U32 => Value::Unsigned(self.u32()?.into()),
            Marker::U64 => Value::Unsigned(u64::from_be_bytes(self.array()?)),
            Marker::I8 => signed(i8::from_be_bytes(self.array()?).into()),
            Marker::I16 => signed(i16::from_be_bytes(self.array()?).into()),
            Marker::I32 => signed(i32::from_be_bytes(self.array()?).into()),
            Marker::I64 => signed(i64::from_be_bytes(self.array()?)),
            Marker::F32 => Value::Float(f32::from_be_bytes(self.array()?).into()),
            Marker::F64 => Value::Float(f64::from_be_bytes(self.array()?)),
            Marker::FixStr(n) => Value::Text(self.bytes(n.into())?),
            Marker::Str8 => self.u8().and_then(|n| self.bytes(n.into())).map(Value::Text)?,
            Marker::Str16 => self.u16().and_then(|n| self.bytes(n.into())).map(Value::Text)?,
            Marker::Str32 => self.u32().and_then(|n| self.bytes(n)).map(Value::Text)?,
            Marker::Bin8 => self.u8().and_then(|n| self.bytes(n.into())).map(Value::Binary)?,
            Marker::Bin16 => self.u16().and_then(|n| self.bytes(n.into())).map(Value::Binary)?,
            Marker::Bin32 => self.u32().and_then(|n| self.bytes(n)).map(Value::Binary)?,
            Marker::FixArray(n) => Value::Array(n.into()),
            Marker::Array16 => Value::Array(self.u16()?.into()),
            Marker::Array32 => Value::Array(self.u32()?),
            Marker::FixMap(n) => Value::Map(n.into()),
            Marker::Map16 => Value::Map(self.u16()?.into()),
            Marker::Map32 => Value::Map(self.u32()?),
            Marker::FixExt1 => self.extension(1)?,
            Marker::FixExt2 => self.extension(2)?,
            Marker::FixExt4 => self.extension(4)?,
            Marker::FixExt8 => self.extension(8)?,
            Marker::FixExt16 => self.extension(16)?,
            Marker::Ext8 => self.u8().and_then(|n| self.extension(n.into()))?,
            Marker::Ext16 => self.u16().and_then(|n| self.extension(n.into()))?,
            Marker::Ext32 => self.u32().and_then(|n| self.extension(n))?,
        })
    }

    fn extension(&mut self, len: u32) -> Result<Value<'a>, MsgpackError> {
        let [_type] = self.array()?;
        self.bytes(len)?;
        Ok(Value::Extension)
    }

    fn u8(&mut self) -> Result<u8, MsgpackError> {
        self.array().map(u8::from_be_bytes)
    }

    fn u16(&mut self) -> Result<u16, MsgpackError> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, MsgpackError> {
        self.array().map(u32::from_be_bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], MsgpackError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(MsgpackError::Truncated)?;
        self.rest = rest;
        Ok(*taken)
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

fn signed(n: i64) -> Value<'static> {
    u64::try_from(n).map_or(Value::Negative(n), Value::Unsigned)
}
