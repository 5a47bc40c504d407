//! A fuzzer's bytes as choices.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// The most items of a list, and characters of a text.
const MAX_ITEMS: u64 = 32;

/// A fuzzer's bytes, taken from the front. Where they have run out there are no more choices.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a> {
    rest: &'a [u8],
}

/// The bytes have run out, or a type can't be made of them.
#[derive(Debug)]
pub struct Exhausted;

impl<'a> Choices<'a> {
    /// All of these bytes.
    pub const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// A number: small ones, such as those that count something, take a byte.
    pub fn number(&mut self) -> Option<u64> {
        Some(match self.byte()? {
            small @ 0..=239 => small.into(),
            240..=246 => self.little_endian(2)?,
            247..=250 => self.little_endian(4)?,
            251..=253 => self.little_endian(8)?,
            254 => u64::MAX - u64::from(self.byte()?),
            255 => (1 << 53) - u64::from(self.byte()?),
        })
    }

    /// The next bytes of a length that they begin with, or all that are left.
    pub fn piece(&mut self) -> Option<&'a [u8]> {
        let length = match self.byte()? {
            short @ 0..=223 => usize::from(short),
            224..=254 => self.little_endian(2)? as usize,
            255 => self.rest.len(),
        };
        let (piece, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        Some(piece)
    }

    /// All that is left.
    pub fn all(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    /// Any value of this type. New variants and fields need nothing here.
    pub fn any<T: Deserialize<'a>>(&mut self) -> Option<T> {
        T::deserialize(self).ok()
    }

    fn little_endian(&mut self, size_bytes: usize) -> Option<u64> {
        let (bytes, rest) = self.rest.split_at_checked(size_bytes)?;
        self.rest = rest;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn need<T>(found: Option<T>) -> Result<T, Exhausted> {
        found.ok_or(Exhausted)
    }
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no more choices")
    }
}

impl std::error::Error for Exhausted {}

impl de::Error for Exhausted {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

/// Whole numbers that are cut to their type.
macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty),*) => {
        $(fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
            visitor.$visit(Choices::need(self.number())? as $type)
        })*
    };
}

impl<'a> Deserializer<'a> for &mut Choices<'a> {
    type Error = Exhausted;

    whole_numbers!(
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64
    );

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_bool(Choices::need(self.byte())? % 2 == 1)
    }

    fn deserialize_f32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_f32(f32::from_bits(Choices::need(self.little_endian(4))? as u32))
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_f64(f64::from_bits(Choices::need(self.little_endian(8))?))
    }

    fn deserialize_char<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        let number = Choices::need(self.number())? as u32;
        visitor.visit_char(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        let length = Choices::need(self.number())? % MAX_ITEMS;
        let length = (length as usize).min(self.rest.len());
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        visitor.visit_string(String::from_utf8_lossy(text).into_owned())
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_u64(Choices::need(self.number())?)
    }

    fn deserialize_bytes<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_bytes(Choices::need(self.piece())?)
    }

    fn deserialize_byte_buf<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        if Choices::need(self.byte())? % 2 == 1 { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        let left = Choices::need(self.number())? % MAX_ITEMS;
        visitor.visit_seq(Items { choices: self, left })
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, length: usize, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_seq(Items { choices: self, left: length as u64 })
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Exhausted> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        let left = Choices::need(self.number())? % MAX_ITEMS;
        visitor.visit_map(Items { choices: self, left })
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Exhausted> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Exhausted> {
        visitor.visit_enum(Variant { choices: self, count: variants.len() as u64 })
    }

    // Without knowing the type there is nothing to choose from.
    fn deserialize_any<V: Visitor<'a>>(self, _visitor: V) -> Result<V::Value, Exhausted> {
        Err(Exhausted)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Exhausted> {
        visitor.visit_unit()
    }
}

struct Items<'b, 'a> {
    choices: &'b mut Choices<'a>,
    left: u64,
}

impl<'a> SeqAccess<'a> for Items<'_, 'a> {
    type Error = Exhausted;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Exhausted> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.choices).map(Some)
    }
}

impl<'a> MapAccess<'a> for Items<'_, 'a> {
    type Error = Exhausted;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Exhausted> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value, Exhausted> {
        seed.deserialize(&mut *self.choices)
    }
}

struct Variant<'b, 'a> {
    choices: &'b mut Choices<'a>,
    count: u64,
}

impl<'a> EnumAccess<'a> for Variant<'_, 'a> {
    type Error = Exhausted;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<(T::Value, Self), Exhausted> {
        let index = u64::from(Choices::need(self.choices.byte())?) % self.count.max(1);
        let value = seed.deserialize(IntoDeserializer::<Exhausted>::into_deserializer(index))?;
        Ok((value, self))
    }
}

impl<'a> VariantAccess<'a> for Variant<'_, 'a> {
    type Error = Exhausted;

    fn unit_variant(self) -> Result<(), Exhausted> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Exhausted> {
        seed.deserialize(self.choices)
    }

    fn tuple_variant<V: Visitor<'a>>(self, length: usize, visitor: V) -> Result<V::Value, Exhausted> {
        self.choices.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Exhausted> {
        self.choices.deserialize_tuple(fields.len(), visitor)
    }
}
