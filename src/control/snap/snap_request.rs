//! What is to be snapped.

use std::fmt;

/// The longest file name, in characters.
const MAX_NAME_CHARS: usize = 64;

/// A file format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For values as they were measured.
    #[default]
    Tiff,
    /// Without loss, and shown by everything.
    Png,
    /// Small, with loss.
    Jpg,
}

impl Format {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Tiff, Self::Png, Self::Jpg];

    /// Its number in the interface.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::Tiff => "1",
            Self::Png => "5",
            Self::Jpg => "6",
        }
    }

    /// Its name, as people know it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tiff => "TIFF",
            Self::Png => "PNG",
            Self::Jpg => "JPG",
        }
    }

    /// The format with this number.
    #[must_use]
    pub fn of_number(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.number() == number)
    }
}

/// What a person writes, until it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnapForm {
    /// The format that is chosen.
    pub format: Format,
    /// The file name as it was written.
    pub file_name: String,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapRequest {
    format: Format,
    file_name: String,
}

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

impl SnapForm {
    /// What to send. Without a name, the backend finds one.
    ///
    /// # Errors
    /// When the name can't be one.
    pub fn request(&self) -> Result<SnapRequest, NameError> {
        let file_name = self.file_name.trim();
        if file_name.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
            return Err(NameError::Character);
        }
        if file_name.len() > MAX_NAME_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(SnapRequest { format: self.format, file_name: file_name.to_owned() })
    }
}

impl SnapRequest {
    /// The format's number in the interface.
    #[must_use]
    pub fn format_number(&self) -> &'static str {
        self.format.number()
    }

    /// The file name; no character of it needs another form in an address.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<String, NameError> {
        let draft = SnapForm { format: Format::Png, file_name: text.to_owned() };
        draft.request().map(|order| order.file_name().to_owned())
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

    #[test]
    fn formats_have_the_interfaces_numbers() {
        assert_eq!(
            Format::ALL.map(|format| (format.number(), format.label())),
            [("1", "TIFF"), ("5", "PNG"), ("6", "JPG")]
        );
        assert_eq!(Format::of_number("5"), Some(Format::Png));
        assert_eq!(Format::of_number("2"), None);
        assert_eq!(SnapForm::default().request().map(|order| order.format_number()), Ok("1"));
    }
}
