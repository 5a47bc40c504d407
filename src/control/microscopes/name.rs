//! What people call a microscope.

use std::fmt;

use crate::wire::is_invisible;

/// The longest name, in characters.
pub const MAX_NAME_CHARS: usize = 60;

/// What people call a microscope, in any script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MicroscopeName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing is in it.
    Empty,
    /// It is too long.
    TooLong,
    /// It has characters that nobody sees.
    Invisible,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Write a name for the microscope.",
            Self::TooLong => "This name is too long: a name has 60 characters at most.",
            Self::Invisible => "This name has characters in it that can’t be seen: write it without them.",
        })
    }
}

impl MicroscopeName {
    /// Reads what a person wrote; spaces around it don't count.
    ///
    /// # Errors
    /// When it is empty, too long, or not to be seen.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.chars().count() > MAX_NAME_CHARS {
            return Err(NameError::TooLong);
        }
        if text.chars().any(is_invisible) {
            return Err(NameError::Invisible);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name for a microscope that was given none: where it is, as `192.168.4.1:8001`.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        let place = address.split_once("://").map_or(address, |(_, place)| place);
        let name: String = place.trim().chars().filter(|c| !is_invisible(*c)).take(MAX_NAME_CHARS).collect();
        Self(if name.is_empty() { "Microscope".to_owned() } else { name })
    }

    /// The same with a number after it, for one that is taken.
    #[must_use]
    pub(super) fn numbered(&self, number: usize) -> Self {
        let end = format!(" ({number})");
        let begin: String = self.0.chars().take(MAX_NAME_CHARS - end.chars().count()).collect();
        Self(begin + &end)
    }

    /// The name as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MicroscopeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
