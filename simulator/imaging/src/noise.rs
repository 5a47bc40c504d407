//! Read-out noise of a camera.

use crate::random::SplitMix64;

const SEED: u64 = 0x00c0_ffee;
/// How many different stretches of the noise a row can get.
const OFFSETS: usize = 1 << 16;

/// Read-out noise: one long line of values, of which every row takes another stretch.
#[derive(Debug)]
pub struct Noise {
    values: Vec<u16>,
}

impl Noise {
    /// Noise for rows of `width` pixels: values from 0 to `max`, most often about the half.
    pub fn new(width: usize, max: f32) -> Self {
        let mut random = SplitMix64::new(SEED);
        // The sum of four uniform numbers has nearly a normal distribution.
        let mut value = || (0..4).map(|_| random.between(0.0, max / 4.0)).sum::<f32>() as u16;
        Self { values: (0..OFFSETS + width).map(|_| value()).collect() }
    }

    /// The noise of one row of one frame.
    pub fn row(&self, frame_number: u64, row: usize, width: usize) -> &[u16] {
        let seed = frame_number.wrapping_mul(0x1_0001).wrapping_add(row as u64);
        let offset = SplitMix64::new(seed).next_u64() as usize % OFFSETS;
        &self.values[offset..offset + width]
    }
}
