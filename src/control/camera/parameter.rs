//! What can be set about a stream.
//!
//! The backend checks no value and takes even text for a number; the stream then has no frame. So they are checked here.

use std::fmt;
use std::ops::RangeInclusive;

use super::Format;

/// What can be set about a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// How good a jpeg is, from 1 to 100.
    Quality,
    /// Every how many pixels and rows one is sent.
    Subsampling,
    /// The least time between two frames, in milliseconds.
    Throttle,
}

/// Why a text is no value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    parameter: Parameter,
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, range) = (self.parameter.name(), self.parameter.range());
        write!(f, "{name} takes whole numbers from {} to {}. Nothing was sent.", range.start(), range.end())
    }
}

impl Parameter {
    /// All of them, in the order of their fields.
    pub const ALL: [Self; 3] = [Self::Quality, Self::Subsampling, Self::Throttle];

    /// Its name in the interface.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Quality => "jpeg_quality",
            Self::Subsampling => "subsampling_factor",
            Self::Throttle => "throttle_ms",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quality => "Quality",
            Self::Subsampling => "Subsampling",
            Self::Throttle => "Frame interval (ms)",
        }
    }

    /// The values that it takes.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u32> {
        match self {
            Self::Quality => 1..=100,
            // A picture of 16,384 pixels a side, the largest there can be, still has 256.
            Self::Subsampling => 1..=64,
            // Slower than a frame a minute is no live view.
            Self::Throttle => 0..=60_000,
        }
    }

    /// Does it mean anything in this format?
    #[must_use]
    pub fn is_of(self, format: Format) -> bool {
        self != Self::Quality || format == Format::Jpeg
    }

    /// Reads what a person wrote.
    ///
    /// # Errors
    /// When it is no whole number within the range.
    pub fn read(self, text: &str) -> Result<u32, ParameterError> {
        let value = text.trim().parse().ok().filter(|value| self.range().contains(value));
        value.ok_or(ParameterError { parameter: self })
    }

    /// The body that sets it.
    #[must_use]
    pub fn body(self, value: u32) -> String {
        format!(r#"{{"{}":{value}}}"#, self.key())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Parameter;

    #[test]
    fn only_whole_numbers_within_the_range_are_sent() {
        assert_eq!(Parameter::Quality.read(" 70 "), Ok(70));
        assert_eq!(Parameter::Throttle.read("0"), Ok(0));
        for text in ["", "0", "101", "-1", "7.5", "70%", "hello", "99999999999", "1e2", "７０"] {
            assert!(Parameter::Quality.read(text).is_err(), "{text:?}");
        }
        assert!(Parameter::Subsampling.read("0").is_err(), "the backend would divide by it");
        let said = Parameter::Quality.read("101").unwrap_err().to_string();
        assert_eq!(said, "Quality takes whole numbers from 1 to 100. Nothing was sent.");
    }

    #[test]
    fn the_body_is_flat_json() {
        assert_eq!(Parameter::Quality.body(70), r#"{"jpeg_quality":70}"#);
    }
}
