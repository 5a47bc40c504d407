//! Which panels there are.

/// A panel under the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Which camera streams, in which format, and how its frames are made.
    Camera,
    /// The lights.
    Lights,
    /// How often values occur, and the contrast.
    Histogram,
    /// The last minute of frames.
    Numbers,
    /// A picture, saved by the backend.
    Snap,
    /// What is recorded next, and what became of the latest recording.
    Recording,
    /// What has happened.
    Log,
}
