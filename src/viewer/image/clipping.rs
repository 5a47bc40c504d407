//! What is at the ends of the range of values.

use std::fmt;

/// Are black and saturated pixels marked on the picture?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClippingMarks {
    /// The picture is shown as it is.
    #[default]
    Off,
    /// Each of the two has a colour of its own.
    On,
}

/// How much of a picture is at the ends of its range, in the samples that were counted last. Of colours, the samples of
/// each count; a pixel that is marked may have one that is not at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clipping {
    /// The smallest value that counts as saturated.
    pub saturated_from: u16,
    /// The part of the samples that is saturated.
    pub saturated: Share,
    /// The part of the samples that is black.
    pub black: Share,
}

/// A part of the samples in ten thousandths, rounded up: what occurs at all is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// At most 10,000.
    pub per_10_000: u16,
}

impl Share {
    /// Above this, it is told under the picture: 0.1 %.
    pub const WORTH_TELLING: Self = Self { per_10_000: 10 };

    /// So many of so many; none of none.
    #[must_use]
    pub fn of(some: u64, all: u64) -> Self {
        let per_10_000 = some.min(all).saturating_mul(10_000).div_ceil(all.max(1));
        // At most 10,000.
        Self { per_10_000: per_10_000 as u16 }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02} %", self.per_10_000 / 100, self.per_10_000 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn shares_are_told_in_per_cent_and_what_occurs_at_all_is_seen() {
        let told = |some, all| Share::of(some, all).to_string();
        assert_eq!(told(0, 65_536), "0.00 %");
        assert_eq!(told(1, 65_536), "0.01 %");
        assert_eq!(told(66, 65_536), "0.11 %");
        assert_eq!(told(65_536, 65_536), "100.00 %");
        assert_eq!(told(0, 0), "0.00 %");
        assert!(Share::of(65, 65_536) <= Share::WORTH_TELLING && Share::of(66, 65_536) > Share::WORTH_TELLING);
    }
}
