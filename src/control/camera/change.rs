//! What is to be set.

use super::{Format, Parameter};

/// A value that a parameter is to have in the streams of one format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of the streams in this format, whatever is chosen by the time it is sent.
    pub format: Format,
    /// What is set.
    pub parameter: Parameter,
    /// To what.
    pub value: u32,
}

impl Change {
    /// Is it about the same as another one, so that the later of them counts?
    #[must_use]
    pub fn replaces(self, other: Self) -> bool {
        (self.format, self.parameter) == (other.format, other.parameter)
    }
}
