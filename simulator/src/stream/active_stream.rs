//! A stream, as clients are told about it.

use serde::Serialize;

use super::parameters::Protocol;

/// A registered stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveStream {
    /// The detector's name.
    pub detector: &'static str,
    /// How its images travel.
    pub protocol: Protocol,
}
