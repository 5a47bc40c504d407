//! Now, on both clocks.

use crate::sync::Timestamp;

/// One moment on the machine's clock, and on the one that people go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// On the machine's clock, which never runs backwards.
    pub at: Timestamp,
    /// Milliseconds since 1970.
    pub unix_ms: u64,
}
