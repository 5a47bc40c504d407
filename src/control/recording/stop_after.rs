//! After what time a recording is stopped.

use std::fmt;

/// The longest time: a day.
const MAX_S: u32 = 86_400;

/// After what time a page stops the recording that it has begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StopAfter {
    /// It does not.
    #[default]
    Never,
    /// After so many seconds.
    Seconds(u32),
}

/// Why a text is no such time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopAfterError;

impl fmt::Display for StopAfterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stop after 1 to {MAX_S} whole seconds, or leave it empty.")
    }
}

impl StopAfter {
    /// As it was written. Nothing means never.
    ///
    /// # Errors
    /// When it is no whole number of seconds, or one out of range.
    pub fn parse(text: &str) -> Result<Self, StopAfterError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Never);
        }
        let seconds: u32 = text.parse().map_err(|_| StopAfterError)?;
        if (1..=MAX_S).contains(&seconds) { Ok(Self::Seconds(seconds)) } else { Err(StopAfterError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_optional_whole_and_in_range() {
        for (text, time) in [
            ("", StopAfter::Never),
            (" ", StopAfter::Never),
            (" 90 ", StopAfter::Seconds(90)),
            ("86400", StopAfter::Seconds(86_400)),
        ] {
            assert_eq!(StopAfter::parse(text), Ok(time), "{text}");
        }
        for odd in ["0", "-1", "1.5", "86401", "1e3", "90 s", "99999999999", "NaN"] {
            assert_eq!(StopAfter::parse(odd), Err(StopAfterError), "{odd}");
        }
    }
}
