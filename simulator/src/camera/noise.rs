//! Camera noise and a small generator of repeatable numbers.

/// A generator of repeatable pseudo-random numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `[least, most)`.
    pub fn between(&mut self, least: f32, most: f32) -> f32 {
        let unit = (self.bits() >> 40) as f32 / (1u64 << 24) as f32;
        least + unit * (most - least)
    }
}

const TILE_STARTS: usize = 1 << 16;

/// Read-out noise: one long strip of values, of which every row takes another stretch.
#[derive(Debug)]
pub struct Noise {
    strip: Vec<u16>,
}

impl Noise {
    /// Noise for rows of `width` pixels; values are 0 to `4 * quarter`, most often about `2 * quarter`.
    pub fn new(width: usize, quarter: f32) -> Self {
        let mut dice = Dice::new(0x00c0_ffee);
        let strip =
            (0..TILE_STARTS + width).map(|_| (0..4).map(|_| dice.between(0.0, quarter)).sum::<f32>() as u16).collect();
        Self { strip }
    }

    /// The noise of one row of one frame.
    pub fn row(&self, frame: u64, row: usize, width: usize) -> &[u16] {
        let start = Dice::new(frame.wrapping_mul(0x1_0001).wrapping_add(row as u64)).bits() as usize % TILE_STARTS;
        &self.strip[start..start + width]
    }
}
