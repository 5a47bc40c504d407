//! What is to be snapped.

use crate::control::file_name::{FileName, NameError};

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
    file_name: FileName,
}

impl SnapForm {
    /// What to send. Without a name, the backend finds one.
    ///
    /// # Errors
    /// When the name can't be one.
    pub fn request(&self) -> Result<SnapRequest, NameError> {
        Ok(SnapRequest { format: self.format, file_name: FileName::parse(&self.file_name)? })
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
        self.file_name.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
