//! Every kind of value, whole and cut.

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
