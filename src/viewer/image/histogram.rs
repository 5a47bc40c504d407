//! How often values occur, for a plot.

/// How often values occur, in bins of equal width from 0 to [`Histogram::top`]. Counted in a part of the pixels, spread
/// over the picture; of colours, all three are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Samples in each bin.
    pub counts: [u32; Histogram::BINS],
    /// How far values go, as far as was seen since the stream began: one less than a power of two, such as 4095. The end
    /// of the last bin.
    pub top: u16,
}

/// How the plot's height follows the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CountScale {
    /// With their square root, so that rare values are seen beside frequent ones.
    #[default]
    Root,
    /// With their logarithm, so that single samples are seen beside many thousands.
    Logarithmic,
}

impl CountScale {
    /// Grows with the count, from 0 for none.
    fn of(self, count: u32) -> f64 {
        match self {
            Self::Root => f64::from(count).sqrt(),
            Self::Logarithmic => f64::from(count).ln_1p(),
        }
    }
}

impl Histogram {
    /// The number of bins.
    pub const BINS: usize = 256;

    /// The plot's outline as an SVG path, 16 wide a bin and 100 high where values occur most.
    #[must_use]
    pub fn outline(&self, scale: CountScale) -> String {
        let most = scale.of(self.counts.iter().copied().max().unwrap_or_default().max(1));
        let mut path = "M0 100".to_owned();
        for &count in &self.counts {
            // From 0 to 100, and what occurs at all is seen.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let height = (scale.of(count) / most * 100.0).ceil() as u32;
            path.push('V');
            path.push_str(&(100 - height.min(100)).to_string());
            path.push_str("h16");
        }
        path + "V100z"
    }
}

#[cfg(test)]
mod tests {
    use super::{CountScale, Histogram};

    #[test]
    fn the_outline_is_as_high_as_the_roots_of_the_counts() {
        let mut histogram = Histogram { counts: [0; Histogram::BINS], top: 4_095 };
        let flat = format!("M0 100{}V100z", "V100h16".repeat(256));
        assert_eq!(histogram.outline(CountScale::Root), flat);
        (histogram.counts[0], histogram.counts[1], histogram.counts[2]) = (40_000, 10_000, 1);
        let outline = histogram.outline(CountScale::Root);
        assert!(outline.starts_with("M0 100V0h16V50h16V99h16V100h16"), "{outline}");
    }

    #[test]
    fn the_logarithm_shows_single_samples_beside_many() {
        let mut histogram = Histogram { counts: [0; Histogram::BINS], top: 4_095 };
        assert_eq!(histogram.outline(CountScale::Logarithmic), histogram.outline(CountScale::Root));
        (histogram.counts[0], histogram.counts[1], histogram.counts[2]) = (65_535, 255, 1);
        let outline = histogram.outline(CountScale::Logarithmic);
        assert!(outline.starts_with("M0 100V0h16V50h16V93h16V100h16"), "{outline}");
    }
}
