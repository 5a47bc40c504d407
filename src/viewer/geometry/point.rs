//! A point of the stage or of the picture.

/// A point on the stage, in CSS pixels from its top left, or in the picture, in its own pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}
