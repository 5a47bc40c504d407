//! Whether there is a camera to start.

/// Does the backend list any camera?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cameras {
    /// It was not asked, or did not say.
    Unknown,
    /// At least one.
    Present,
    /// None: a start can only fail, so none is offered.
    Absent,
}
