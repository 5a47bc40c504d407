//! Whether a picture is dark.

use super::Histogram;

/// In a dark picture, values are in the lowest sixteenth: noise, and the level that a camera calls black.
const DARK_BINS: usize = Histogram::BINS / 16;
/// But for so few of them, in thousandths: single pixels of a sensor are always bright.
const BRIGHT_PER_1000: u64 = 1;

impl Histogram {
    /// Is nothing to be seen in the picture? Not while nothing was counted.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        let sum = |counts: &[u32]| counts.iter().copied().map(u64::from).sum::<u64>();
        let (all, bright) = (sum(&self.counts), sum(&self.counts[DARK_BINS..]));
        all > 0 && bright * 1_000 <= all * BRIGHT_PER_1000
    }
}

#[cfg(test)]
mod tests {
    use super::Histogram;

    fn histogram(counts: &[(usize, u32)]) -> Histogram {
        let mut histogram = Histogram { counts: [0; Histogram::BINS], top: 4_095 };
        for (bin, count) in counts {
            histogram.counts[*bin] = *count;
        }
        histogram
    }

    #[test]
    fn noise_and_single_bright_pixels_are_dark() {
        assert!(histogram(&[(0, 60_000)]).is_dark());
        assert!(histogram(&[(0, 60_000), (7, 4_000), (255, 60)]).is_dark());
    }

    #[test]
    fn what_can_be_seen_is_not() {
        assert!(!histogram(&[(0, 60_000), (16, 100)]).is_dark(), "a small bright thing");
        assert!(!histogram(&[(128, 60_000)]).is_dark());
        assert!(!histogram(&[]).is_dark(), "nothing was counted");
    }
}
