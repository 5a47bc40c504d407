//! How often each value occurs.

use super::{Histogram, RangeLimits};
use crate::wire::{PixelFormat, Uc2fHeader};

/// How many pixels are counted at most: enough for a plot and for percentiles, and done in under a millisecond.
const MAX_COUNTED_PIXELS: usize = 1 << 16;

/// The part of the samples at either end that auto-contrast makes black or white, in ten thousandths. ImageJ's
/// “Enhance Contrast” saturates 0.35 % as well, but of both ends together.
const SATURATED_PER_10_000: u64 = 35;

/// The values of 16-bit samples, and of 8-bit colours.
const SAMPLE_VALUES: usize = 1 << 16;
const COLOUR_VALUES: usize = 1 << 8;

/// How often each value occurs in a part of a picture's pixels, spread over it, and how far values go.
#[derive(Debug, Default)]
pub struct ValueCounts {
    /// One for each value that there can be; empty before the first count.
    counts: Vec<u32>,
    /// How far values go; 0 before the first count.
    top: u16,
}

impl ValueCounts {
    /// Counts a picture's samples anew. Their range begins with what the header says, which is a hint, and grows to the
    /// next power of two above what is seen.
    pub fn count(&mut self, header: &Uc2fHeader, samples: &[u8]) {
        self.empty(SAMPLE_VALUES);
        let pixel_bytes = 2 * usize::from(header.pixel_format.channels());
        let step = step(samples.len() / pixel_bytes, header);
        for pixel in samples.chunks_exact(pixel_bytes).step_by(step) {
            for sample in pixel.as_chunks().0 {
                self.counts[usize::from(u16::from_le_bytes(*sample))] += 1;
            }
        }
        let seen = self.counts.iter().rposition(|&count| count > 0).unwrap_or_default();
        // There are no larger values than 16 bits.
        let seen = top_of((usize::BITS - seen.leading_zeros()) as u16);
        self.top = self.top.max(seen).max(header.bit_depth.map_or(0, top_of));
    }

    /// Counts the 8-bit colours of a picture that has no samples anew: red, green, blue and opacity, which does not count.
    pub fn count_rgba(&mut self, rgba: &[u8]) {
        self.empty(COLOUR_VALUES);
        self.top = top_of(8);
        for [red, green, blue, _opacity] in rgba.as_chunks().0 {
            for colour in [red, green, blue] {
                self.counts[usize::from(*colour)] += 1;
            }
        }
    }

    /// Forgets how far values went: those of another stream follow.
    pub fn forget_range(&mut self) {
        self.top = 0;
    }

    /// The largest value of the range: one less than a power of two, at least 1.
    #[must_use]
    pub fn top(&self) -> u16 {
        self.top.max(1)
    }

    fn empty(&mut self, values: usize) {
        self.counts.clear();
        self.counts.resize(values, 0);
    }

    /// The limits that leave 0.35 % of the samples at either end; all values where that leaves nothing between, as in
    /// a picture of one value.
    #[must_use]
    pub fn limits(&self) -> RangeLimits {
        let counted: u64 = self.counts.iter().copied().map(u64::from).sum();
        let saturated = counted * SATURATED_PER_10_000 / 10_000;
        let beyond = |passed: &mut u64, (value, &count): (usize, &u32)| {
            *passed += u64::from(count);
            Some((*passed > saturated).then_some(value))
        };
        let values = || self.counts.iter().enumerate();
        let min = values().scan(0, beyond).flatten().next();
        let max = values().rev().scan(0, beyond).flatten().next();
        match (min, max) {
            // Values are 16-bit.
            (Some(min), Some(max)) if min < max => RangeLimits { min: min as u16, max: max as u16 },
            _ => RangeLimits { min: 0, max: self.top() },
        }
    }

    /// The counts in bins.
    #[must_use]
    pub fn histogram(&self) -> Histogram {
        let mut counts = [0; Histogram::BINS];
        let values = usize::from(self.top()) + 1;
        for (value, count) in self.counts.iter().take(values).enumerate() {
            counts[value * Histogram::BINS / values] += count;
        }
        Histogram { counts, top: self.top() }
    }
}

/// The largest value of so many bits; of 16 and more, that of 16.
const fn top_of(bits: u16) -> u16 {
    match bits {
        0 => 0,
        1..16 => u16::MAX >> (16 - bits),
        _ => u16::MAX,
    }
}

/// Every how many pixels one is counted, so that the counted ones lie in all columns.
fn step(pixels: usize, header: &Uc2fHeader) -> usize {
    let width_px = header.width_px as usize;
    // Behind a Bayer filter, columns and rows of each colour have to take part.
    let in_step = if header.pixel_format == PixelFormat::BayerRg16 { 2 * width_px } else { width_px };
    let mut step = pixels.div_ceil(MAX_COUNTED_PIXELS).max(1);
    while common_divisor(step, in_step) > 1 {
        step += 1;
    }
    step
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RangeLimits, ValueCounts, step};
    use crate::wire::{PixelFormat, Uc2fHeader};

    fn header(width_px: u32, height_px: u32, bit_depth: u16, pixel_format: PixelFormat) -> Uc2fHeader {
        Uc2fHeader { width_px, height_px, bit_depth: Some(bit_depth), pixel_format, timestamp_ns: 0 }
    }

    fn levels(bit_depth: u16, samples: &[u16]) -> ValueCounts {
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        let mut levels = ValueCounts::default();
        levels.count(&header(samples.len() as u32, 1, bit_depth, PixelFormat::Gray16), &bytes);
        levels
    }

    #[test]
    fn a_few_outliers_do_not_widen_the_window() {
        // 1000 values from 100 to 1099, three outliers below and above.
        let mut samples: Vec<u16> = (100..1_100).collect();
        samples.extend([0, 0, 0, 4_095, 4_095, 4_095]);
        assert_eq!(levels(12, &samples).limits(), RangeLimits { min: 100, max: 1_099 });
        samples.extend([0; 100]);
        assert_eq!(levels(12, &samples).limits().min, 0);
    }

    #[test]
    fn a_picture_of_one_value_is_shown_in_all_values() {
        assert_eq!(levels(12, &[7; 50]).limits(), RangeLimits { min: 0, max: 4_095 });
        assert_eq!(levels(16, &[65_535; 50]).limits(), RangeLimits { min: 0, max: 65_535 });
        assert_eq!(ValueCounts::default().limits(), RangeLimits { min: 0, max: 1 });
    }

    #[test]
    fn bins_share_the_range() {
        let histogram = levels(12, &[0, 15, 16, 4_095]).histogram();
        assert_eq!((histogram.counts[0], histogram.counts[1], histogram.counts[255]), (2, 1, 1));
        assert_eq!(histogram.top, 4_095);
        let beyond = levels(12, &[0, 63, 64, 9_999]).histogram();
        assert_eq!((beyond.counts[0], beyond.counts[1], beyond.counts[156], beyond.top), (2, 1, 1, 16_383));
        let few = levels(1, &[0, 1, 1]).histogram();
        assert_eq!((few.counts[0], few.counts[128], few.top), (1, 2, 1));
        assert_eq!(ValueCounts::default().histogram().counts, [0; 256]);
    }

    #[test]
    fn colours_are_counted_together() {
        let mut levels = ValueCounts::default();
        let bytes: Vec<u8> = [1_u16, 2, 3, 4, 5, 6].iter().flat_map(|sample| sample.to_le_bytes()).collect();
        levels.count(&header(2, 1, 8, PixelFormat::Rgb48), &bytes);
        assert_eq!(levels.histogram().counts[..8], [0, 1, 1, 1, 1, 1, 1, 0]);
    }

    #[test]
    fn a_picture_without_samples_is_counted_by_its_colours() {
        let mut levels = ValueCounts::default();
        levels.count_rgba(&[1, 2, 2, 255, 255, 0, 1, 255]);
        let histogram = levels.histogram();
        assert_eq!((histogram.counts[..4].to_vec(), histogram.counts[255], histogram.top), (vec![1, 2, 2, 0], 1, 255));
    }

    #[test]
    fn a_large_picture_is_counted_in_all_columns() {
        let header = header(2_048, 2_048, 16, PixelFormat::BayerRg16);
        let step = step(2_048 * 2_048, &header);
        assert!((64..80).contains(&step), "{step}");
        let mut columns = vec![0; 2_048];
        (0..2_048 * 2_048).step_by(step).for_each(|pixel| columns[pixel % 2_048] += 1);
        assert!(columns.iter().all(|&count| count > 20));
    }

    proptest! {
        #[test]
        fn limits_are_the_sorted_samples(mut samples in prop::collection::vec(any::<u16>(), 2..2_000)) {
            let limits = levels(16, &samples).limits();
            samples.sort_unstable();
            let saturated = samples.len() * 35 / 10_000;
            let (min, max) = (samples[saturated], samples[samples.len() - 1 - saturated]);
            if min < max {
                prop_assert_eq!(limits, RangeLimits { min, max });
            }
        }
    }
}
