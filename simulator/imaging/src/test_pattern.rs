//! The images that the detectors can make.

use serde::{Deserialize, Serialize};

/// The kind of image that the detectors make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestPattern {
    /// A specimen that moves all the time.
    Specimen,
    /// The specimen as it was in frame 0, noise included: every image is the same.
    Still,
    /// `x * max / (width - 1)` (integer division) in every row, unmoving and without noise.
    Ramp,
    /// Half of the largest value, but for two corners of a quarter of the width and height each: saturated at the top left,
    /// and 0 at the top right; unmoving and without noise.
    Patches,
}
