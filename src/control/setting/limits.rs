//! What a value can be.

use std::fmt;

use super::{NumberText, written};

/// What a value can be, and how it is called; `None` where the backend does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// The lowest value.
    pub min: Option<f64>,
    /// The highest.
    pub max: Option<f64>,
    /// In which unit.
    pub unit: Option<String>,
}

/// Why what was written is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    text: String,
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Limits {
    /// Reads what was written for a value of this name.
    ///
    /// # Errors
    /// When it is no number, or one beyond the limits.
    pub fn read(&self, name: &str, text: &str) -> Result<f64, SettingError> {
        let value = match NumberText::read(text) {
            NumberText::Number(number) => number,
            NumberText::Ambiguous => {
                let text = format!("{} can mean two numbers: leave out the comma, or write a point.", text.trim());
                return Err(SettingError { text: format!("{text} Nothing was sent.") });
            }
            NumberText::Empty | NumberText::NoNumber => return Err(self.refusal(name)),
        };
        let is_within = self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max);
        if is_within { Ok(value) } else { Err(self.refusal(name)) }
    }

    /// The nearest value within the limits.
    #[must_use]
    pub fn nearest(&self, value: f64) -> f64 {
        let value = self.max.map_or(value, |max| value.min(max));
        self.min.map_or(value, |min| value.max(min))
    }

    /// From where to where, in words; nothing where the backend does not say.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.min, self.max) {
            (Some(min), Some(max)) => format!("{} to {}", written(min), self.with_unit(max)),
            (Some(min), None) => format!("from {}", self.with_unit(min)),
            (None, Some(max)) => format!("up to {}", self.with_unit(max)),
            (None, None) => String::new(),
        }
    }

    /// A value with its unit.
    #[must_use]
    pub fn with_unit(&self, value: f64) -> String {
        match &self.unit {
            Some(unit) => format!("{} {unit}", written(value)),
            None => written(value),
        }
    }

    fn refusal(&self, name: &str) -> SettingError {
        let words = self.words();
        let range = if words.is_empty() { words } else { format!(", {words}") };
        SettingError { text: format!("{name} takes a number{range}. Nothing was sent.") }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Limits;

    fn limits(min: Option<f64>, max: Option<f64>) -> Limits {
        Limits { min, max, unit: Some("ms".to_owned()) }
    }

    #[test]
    fn only_numbers_within_the_limits_are_sent() {
        let exposure = limits(Some(0.05), Some(10_000.0));
        assert_eq!(exposure.read("Exposure", "0,05"), Ok(0.05));
        assert_eq!(exposure.read("Exposure", "10000"), Ok(10_000.0));
        for text in ["", "0", "0.04", "10000.1", "-5", "NaN", "fast"] {
            let said = exposure.read("Exposure", text).unwrap_err().to_string();
            assert_eq!(said, "Exposure takes a number, 0.05 to 10000 ms. Nothing was sent.", "{text:?}");
        }
        let said = exposure.read("Exposure", "1,500").unwrap_err().to_string();
        assert_eq!(said, "1,500 can mean two numbers: leave out the comma, or write a point. Nothing was sent.");
    }

    #[test]
    fn where_no_limit_is_known_any_number_is_sent() {
        let unknown = Limits::default();
        assert_eq!(unknown.read("Gain", "-5"), Ok(-5.0));
        let said = unknown.read("Gain", "x").unwrap_err().to_string();
        assert_eq!(said, "Gain takes a number. Nothing was sent.");
        assert_eq!(limits(Some(0.0), None).words(), "from 0 ms");
        assert_eq!(limits(None, Some(24.0)).words(), "up to 24 ms");
    }

    #[test]
    fn the_nearest_value_is_within_the_limits() {
        let few = limits(Some(0.0), Some(24.0));
        assert_eq!([-1.0, 5.0, 25.0].map(|value| few.nearest(value)), [0.0, 5.0, 24.0]);
        assert_eq!(Limits::default().nearest(1e9), 1e9);
    }
}
