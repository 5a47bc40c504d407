//! The time of day, as it is sent to clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Unix time in milliseconds.
pub fn unix_time_ms() -> u64 {
    unix_time().as_millis() as u64
}

/// Unix time.
pub fn unix_time() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
