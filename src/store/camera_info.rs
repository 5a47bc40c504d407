//! What is chosen to stream, and what the backend says about cameras and streams.

use leptos::prelude::*;

use crate::control::camera::{Choice, Parameter, Setup};

/// What is chosen, and what the backend says.
#[derive(Clone, Copy)]
pub(super) struct Cameras {
    /// The stream that Play starts.
    pub(super) choice: RwSignal<Choice>,
    /// What the backend said when it was last asked.
    pub(super) info: RwSignal<CameraInfo>,
}

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

impl Cameras {
    pub(super) fn new() -> Self {
        Self { choice: RwSignal::default(), info: RwSignal::default() }
    }
}
