//! What can be done about a recording.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// What is sent about the recording. Format and name are noted when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum RecordingCommand {
    /// Begin one.
    Start,
    /// End the one that runs.
    Stop,
}
