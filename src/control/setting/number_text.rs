//! Numbers as people write them.

use crate::sync::Number;

/// So many digits are always read and written as what they say; nothing that is set is told more finely.
const MAX_DIGITS: usize = 15;
/// What is set of a microscope is no number beyond this.
const MAX_NUMBER: f64 = 1e12;

/// A number as people write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberText {
    /// It is one.
    Number(f64),
    /// Nothing was written.
    Empty,
    /// It could be two numbers, such as “10,000”: ten thousand to some, and ten to others.
    Ambiguous,
    /// It is none.
    NoNumber,
}

impl NumberText {
    /// Reads what was written: digits with at most one point or comma, and a sign. (The standard library's reader takes
    /// “nan” and “inf” as well, and brings tables that would be loaded with the page.)
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Empty;
        }
        // The minus that is typeset is no other number than the one on the keyboard.
        let unsigned = text.strip_prefix(['-', '−']);
        let (is_negative, digits) = match unsigned {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) || whole.is_empty() && fraction.is_empty() {
            return Self::NoNumber;
        }
        if digits.contains(',') && fraction.len() == 3 && !whole.is_empty() && whole != "0" {
            return Self::Ambiguous;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        if whole.len() + fraction.len() > MAX_DIGITS {
            return Self::NoNumber;
        }
        // Both are exact: at most 15 digits, and a power of ten up to the 15th.
        let mut digits_value: f64 = 0.0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            digits_value = digits_value * 10.0 + f64::from(digit - b'0');
        }
        let scale = fraction.bytes().fold(1.0, |scale, _| scale * 10.0);
        let number = digits_value / scale;
        if number > MAX_NUMBER {
            return Self::NoNumber;
        }
        // No minus before zero, which would be written back.
        Self::Number(if is_negative && number > 0.0 { -number } else { number })
    }
}

/// A number as it stands in a field, and in whatever is told of it.
#[must_use]
pub fn written(number: f64) -> String {
    Number::new(number).map_or_else(String::new, |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NumberText, written};

    fn number(text: &str) -> Option<f64> {
        match NumberText::read(text) {
            NumberText::Number(number) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn numbers_are_read_with_a_point_or_a_comma() {
        for (text, expected) in [
            ("10", 10.0),
            (" 33.3 ", 33.3),
            ("33,3", 33.3),
            ("0,125", 0.125),
            ("-5", -5.0),
            ("−5", -5.0),
            ("+5", 5.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("007", 7.0),
            ("10000", 10_000.0),
            ("10.000", 10.0),
            ("0.05", 0.05),
        ] {
            assert_eq!(number(text), Some(expected), "{text:?}");
        }
        assert!(number("-0").is_some_and(f64::is_sign_positive));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "hello",
            "1e3",
            "nan",
            "NaN",
            "inf",
            "-inf",
            "1.2.3",
            "1 000",
            "1,000,000",
            "0x10",
            "５",
            "--5",
            "-",
            ".",
            "5ms",
            "1234567890123456",
            "1e999",
            "9999999999999",
        ] {
            assert_eq!(NumberText::read(text), NumberText::NoNumber, "{text:?}");
        }
        assert_eq!(NumberText::read("  "), NumberText::Empty);
        for text in ["10,000", "1,500", "-2,500"] {
            assert_eq!(NumberText::read(text), NumberText::Ambiguous, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        assert_eq!(written(f64::NAN), "");
        assert_eq!((written(-5.0), written(0.05), written(32_767.0)), ("-5".into(), "0.05".into(), "32767".into()));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_standard_library_reads(whole in 0_u32..1_000_000, fraction in "[0-9]{0,6}") {
            let text = format!("{whole}.{fraction}");
            prop_assert_eq!(number(&text), text.parse().ok());
        }

        #[test]
        fn any_number_with_few_digits_survives(digits in 0_i64..1_000_000_000, places in 0_i32..=4) {
            let is = digits as f64 / 10_f64.powi(places);
            prop_assert_eq!(number(&written(is)), Some(is));
            prop_assert_eq!(number(&written(-is)), Some(-is));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,30}|[-+0-9.,e]{0,24}") {
            let _ = NumberText::read(&text);
        }
    }
}
