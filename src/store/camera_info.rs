//! What the backend says about cameras and streams.

use crate::control::camera::{Parameter, Setup};

/// What the backend said about cameras and streams.
#[derive(Debug, Default)]
pub struct CameraInfo {
    /// The cameras' names, in the backend's order; `None` before it said them.
    pub detectors: Option<Vec<String>>,
    /// A camera that was chosen, and is not among them any more.
    pub gone: Option<String>,
    /// The latest answer; `None` before.
    pub setup: Option<Setup>,
    /// What became of the latest request.
    pub outcome: UpdateOutcome,
}

/// What became of the latest request about cameras and streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum UpdateOutcome {
    /// Nothing that is worth a word.
    #[default]
    Nothing,
    /// It failed, in words.
    Failure(String),
    /// A parameter was set, and the backend says that it uses this value.
    Set(Parameter, u32),
}
