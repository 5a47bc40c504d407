//! Numbers that can be set.

use std::fmt;
use std::hash::{Hash, Hasher};

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// Two numbers that differ by less than this part of them are the same: cameras round what they are told.
const SAME_WITHIN: f64 = 1e-3;

/// A finite number, which can be compared and counted.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize), serde(try_from = "f64"))]
pub struct Number(f64);

impl Number {
    /// `None` for what is no number, or has no end.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        // Of the two zeros, one.
        value.is_finite().then_some(Self(value + 0.0))
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Is it the other one, as far as anybody would call a difference a change?
    #[must_use]
    pub fn is_about(self, other: Self) -> bool {
        (self.0 - other.0).abs() <= SAME_WITHIN * self.0.abs().max(other.0.abs())
    }
}

/// What is read from a report has to be one as well.
#[cfg(not(target_arch = "wasm32"))]
impl TryFrom<f64> for Number {
    type Error = &'static str;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        Self::new(value).ok_or("no finite number")
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.to_bits().hash(hasher);
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // To four places at most, as nobody reads more.
        let rounded = (self.0 * 1e4).round() / 1e4;
        write!(f, "{rounded}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_finite_numbers_are_numbers_and_there_is_one_zero() {
        assert_eq!(Number::new(f64::NAN), None);
        assert_eq!(Number::new(f64::INFINITY), None);
        assert_eq!(Number::new(-0.0), Number::new(0.0));
        assert_ne!(Number::new(1.0), Number::new(2.0));
        assert_eq!(Number::new(7.5).map(Number::value), Some(7.5));
    }

    #[test]
    fn what_is_read_from_a_report_is_one_too() {
        let read = |value: f64| {
            let value = serde::de::IntoDeserializer::<serde::de::value::Error>::into_deserializer(value);
            Number::deserialize(value).ok()
        };
        assert_eq!(read(f64::NAN), None);
        assert_eq!(read(-0.0), Number::new(0.0));
        assert_eq!(read(2.5), Number::new(2.5));
        assert_eq!(serde_json::from_str("-0.0").ok(), Number::new(0.0));
    }

    #[test]
    fn what_a_camera_rounds_is_the_same() {
        let about = |one, other| Number::new(one).unwrap().is_about(Number::new(other).unwrap());
        assert!(about(10.0, 9.995));
        assert!(about(0.0, 0.0));
        assert!(!about(10.0, 9.9));
        assert!(!about(-5.0, 10.0));
        assert!(!about(0.0, 0.001));
    }

    #[test]
    fn it_is_written_as_people_write_it() {
        let written = |value| Number::new(value).unwrap().to_string();
        assert_eq!(
            [written(10.0), written(-5.0), written(0.123_456), written(32_767.0)],
            ["10", "-5", "0.1235", "32767"]
        );
    }
}
