//! How often each value occurs.

use pixels::marks::Ends;

use super::{Clipping, Histogram, RangeLimits, Share};
use crate::wire::{PixelFormat, Uc2fHeader};

/// How many pixels are counted at most: enough for a plot and for percentiles, and done in under a millisecond.
const MAX_COUNTED_PIXELS: usize = 1 << 16;

/// The part of the samples at either end that auto-contrast makes black or white, in ten thousandths. ImageJ's
/// “Enhance Contrast” saturates 0.35 % as well, but of both ends together.
const SATURATED_PER_10_000: u64 = 35;

/// What is black and white in a jpeg: compression moves both by 1.
pub const JPEG_ENDS: Ends = Ends { black_to: 1, saturated_from: 254, saturated_to: 255 };

/// Cameras of 8 bits have them in the upper half of a sample.
const UPPER_BITS: u32 = 8;

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
    /// The bits that any of the values had, as far as was seen.
    bits: u16,
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
                let value = u16::from_le_bytes(*sample);
                self.bits |= value;
                self.counts[usize::from(value)] += 1;
            }
        }
        let seen = top_of((u16::BITS - self.bits.leading_zeros()) as u16);
        self.top = self.top.max(seen).max(header.bit_depth.map_or(0, top_of)).max(1);
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
        self.bits = 0;
    }

    /// The largest value of the range: one less than a power of two, at least 1.
    #[must_use]
    pub fn top(&self) -> u16 {
        self.top.max(1)
    }

    /// How many bits the values of the range have; `None` before the first count.
    #[must_use]
    pub fn bit_depth(&self) -> Option<u16> {
        (self.top > 0).then(|| (u16::BITS - self.top.leading_zeros()) as u16)
    }

    /// The values at the ends of the range, as far as it was seen. A camera whose values come in steps has the last step
    /// that has room there; one of 8 bits has them in the upper half of a sample, however dark its picture is.
    #[must_use]
    pub fn ends(&self) -> Ends {
        if self.counts.len() == COLOUR_VALUES {
            return JPEG_ENDS;
        }
        let unused_bits = if self.bits == 0 { 0 } else { self.bits.trailing_zeros().min(UPPER_BITS) };
        let saturated_to = if unused_bits == UPPER_BITS { u16::MAX } else { self.top() };
        Ends { black_to: 0, saturated_from: saturated_to >> unused_bits << unused_bits, saturated_to }
    }

    /// How much is at the ends of the range.
    #[must_use]
    pub fn clipping(&self) -> Clipping {
        let Ends { black_to, saturated_from, saturated_to } = self.ends();
        let (black, saturated) = (usize::from(black_to), usize::from(saturated_from)..=usize::from(saturated_to));
        let all = self.counted();
        Clipping {
            saturated_from,
            saturated: Share::of(sum(self.counts.get(saturated).unwrap_or_default()), all),
            black: Share::of(sum(self.counts.get(..=black).unwrap_or_default()), all),
        }
    }

    /// The counts of the range's values; there are no others. Empty before the first count.
    fn in_range(&self) -> &[u32] {
        self.counts.get(..=usize::from(self.top())).unwrap_or_default()
    }

    fn counted(&self) -> u64 {
        sum(self.in_range())
    }

    fn empty(&mut self, values: usize) {
        self.counts.clear();
        self.counts.resize(values, 0);
    }

    /// The limits that leave 0.35 % of the samples at either end; all values where that leaves nothing between, as in
    /// a picture of one value.
    #[must_use]
    pub fn limits(&self) -> RangeLimits {
        let saturated = self.counted() * SATURATED_PER_10_000 / 10_000;
        let beyond = |passed: &mut u64, (value, &count): (usize, &u32)| {
            *passed += u64::from(count);
            Some((*passed > saturated).then_some(value))
        };
        let values = || self.in_range().iter().enumerate();
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
        for (value, count) in self.in_range().iter().enumerate() {
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

fn sum(counts: &[u32]) -> u64 {
    counts.iter().copied().map(u64::from).sum()
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
mod tests;
