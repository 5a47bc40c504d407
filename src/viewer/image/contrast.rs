//! Which values are black and white, and how bright the middle is.

use pixels::Tones;

/// How 16-bit samples are shown. What came as jpeg is shown as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Which values are black and white.
    pub range: DisplayRange,
    /// Above 1 brightens the middle, below 1 darkens it; kept within 0.1 and 10.
    pub gamma: f32,
}

/// Which values are black and white.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayRange {
    /// Those that leave 0.35 % of the samples at either end, as measured a few times a second.
    #[default]
    Auto,
    /// These.
    Manual(RangeLimits),
}

/// The ends of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeLimits {
    /// The largest value that is black.
    pub min: u16,
    /// The smallest value that is white. At or below `min`, all above `min` is white.
    pub max: u16,
}

impl Default for Contrast {
    fn default() -> Self {
        Self { range: DisplayRange::default(), gamma: 1.0 }
    }
}

impl RangeLimits {
    pub(super) fn tones(self, gamma: f32) -> Tones {
        Tones { black: self.min, white: self.max, gamma }
    }
}
