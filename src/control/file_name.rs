//! Names that people give to files that the backend saves.

use std::fmt;

/// The longest file name, in characters.
const MAX_NAME_CHARS: usize = 64;

/// A name that is a part of no path and needs no other form in an address. Where it is empty, the backend finds one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileName(String);

/// Why a text is no file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It is too long.
    TooLong,
    /// A character in it means something else in some folder, address or system.
    Character,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "This name is too long: {MAX_NAME_CHARS} characters at most."),
            Self::Character => f.write_str("Use the letters A to Z, digits, - and _ only."),
        }
    }
}

impl FileName {
    /// A name as it was written.
    ///
    /// # Errors
    /// When it can't be one.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let name = text.trim();
        if name.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
            return Err(NameError::Character);
        }
        if name.len() > MAX_NAME_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<String, NameError> {
        FileName::parse(text).map(|name| name.0)
    }

    #[test]
    fn a_name_is_optional_and_plain() {
        assert_eq!(name("").as_deref(), Ok(""));
        assert_eq!(name("  ").as_deref(), Ok(""));
        assert_eq!(name(" cells_2026-11 ").as_deref(), Ok("cells_2026-11"));
        assert_eq!(name(&"a".repeat(64)), Ok("a".repeat(64)));
        assert_eq!(name(&"a".repeat(65)), Err(NameError::TooLong));
        for odd in ["a/b", "..", "a.tiff", "a b", "a&b=c", "a%2f", "zelle-ä", "a\\b", "a\0", "🔬"] {
            assert_eq!(name(odd), Err(NameError::Character), "{odd}");
        }
    }
}
