//! The poll that detects drift.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::Timestamp;

/// When the poll is due, and how long it has been in vain. It runs while anybody looks at the thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Poll {
    /// When the next one is due.
    pub due: Timestamp,
    /// Failed checks in a row, of any cause.
    pub failures: u32,
}
