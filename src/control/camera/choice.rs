//! The stream that Play starts.

use super::Format;

/// The stream that Play starts. It is the latest of what somebody chose here and what was seen to stream, so that
/// Play after Stop begins again what was stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The camera's name; `None` for the backend's first.
    pub detector: Option<String>,
    /// How its frames travel.
    pub format: Format,
}
