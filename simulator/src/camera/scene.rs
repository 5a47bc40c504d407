//! What the camera looks at.

use serde::{Deserialize, Serialize};

/// What the camera looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// A specimen that moves all the time.
    Specimen,
    /// The specimen as it was in frame 0, noise included: every picture is the same.
    Still,
    /// A test chart: `x * max / (width - 1)` (integer division) in every row, unmoving and without noise.
    Ramp,
}
