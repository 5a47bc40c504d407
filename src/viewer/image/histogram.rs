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

impl Histogram {
    /// The number of bins.
    pub const BINS: usize = 256;

    /// The plot's outline as an SVG path, 16 wide a bin and 100 high where values occur most. It grows with the square
    /// root of the counts, so that rare values are seen beside frequent ones.
    #[must_use]
    pub fn outline(&self) -> String {
        let most = f64::from(self.counts.iter().copied().max().unwrap_or_default().max(1));
        let mut path = "M0 100".to_owned();
        for &count in &self.counts {
            // From 0 to 100, and what occurs at all is seen.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let height = ((f64::from(count) / most).sqrt() * 100.0).ceil() as u32;
            path.push('V');
            path.push_str(&(100 - height.min(100)).to_string());
            path.push_str("h16");
        }
        path + "V100z"
    }
}

#[cfg(test)]
mod tests {
    use super::Histogram;

    #[test]
    fn the_outline_is_as_high_as_the_roots_of_the_counts() {
        let mut histogram = Histogram { counts: [0; Histogram::BINS], top: 4_095 };
        let flat = format!("M0 100{}V100z", "V100h16".repeat(256));
        assert_eq!(histogram.outline(), flat);
        (histogram.counts[0], histogram.counts[1], histogram.counts[2]) = (40_000, 10_000, 1);
        let outline = histogram.outline();
        assert!(outline.starts_with("M0 100V0h16V50h16V99h16V100h16"), "{outline}");
    }
}
