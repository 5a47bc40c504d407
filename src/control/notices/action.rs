//! What a person can do about a notice.

use crate::control::camera::Choice;
use crate::control::microscopes::Microscope;

/// What a person can do about a notice, beside dismissing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start although the exposure is long: what was refused, whatever has been chosen since.
    StartAnyway(Choice),
    /// Fetch a file that the backend has saved.
    Fetch {
        /// Where it is.
        url: String,
        /// Its name.
        name: String,
    },
    /// Put a microscope back that was removed from the list.
    PutBack {
        /// Where it was in the list.
        place: usize,
        /// What it was.
        microscope: Microscope,
        /// Did visits begin with it?
        was_current: bool,
    },
}
