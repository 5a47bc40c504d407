//! A gray image.

/// How many bits a detector measures, and where they are in its 16-bit values: as in a binary frame of the real server,
/// those of 8 bits are shifted up by 8, all others are as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BitDepth {
    /// Measured are 0 to 255, and the values are 256 times that.
    Eight,
    /// Values 0 to 4095.
    Twelve,
    /// Values 0 to 65535.
    Sixteen,
}

impl BitDepth {
    /// The number of bits.
    pub fn bits(self) -> u16 {
        match self {
            Self::Eight => 8,
            Self::Twelve => 12,
            Self::Sixteen => 16,
        }
    }

    /// The largest number that is measured.
    pub fn max(self) -> u16 {
        match self {
            Self::Eight => 255,
            Self::Twelve => 4095,
            Self::Sixteen => u16::MAX,
        }
    }
}

/// Gray values, row by row from the top left.
#[derive(Debug, Clone)]
pub struct Image {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The range of the values.
    pub bit_depth: BitDepth,
    /// `width * height` values.
    pub values: Vec<u16>,
}

impl Image {
    /// Every `factor`-th pixel of every `factor`-th row, starting with the first.
    pub fn subsampled(&self, factor: usize) -> Image {
        let factor = factor.max(1);
        let values: Vec<u16> = self
            .values
            .chunks_exact(self.width)
            .step_by(factor)
            .flat_map(|row| row.iter().step_by(factor).copied())
            .collect();
        Image {
            width: self.width.div_ceil(factor),
            height: self.height.div_ceil(factor),
            bit_depth: self.bit_depth,
            values,
        }
    }

    /// The same with so many times the light. Without any it is black but for noise: values up to 7.
    pub fn lit(mut self, brightness: f64) -> Image {
        let (max, unit) = match self.bit_depth {
            BitDepth::Eight => (255 << 8, 1 << 8),
            BitDepth::Twelve | BitDepth::Sixteen => (self.bit_depth.max(), 1),
        };
        for value in &mut self.values {
            let noise = *value & 7;
            let lit = (f64::from(*value) * brightness).min(f64::from(max)) as u16;
            *value = lit.max(noise) / unit * unit;
        }
        self
    }

    /// Eight bits of every value, as the real server makes them, whatever the camera: the values of 8 bits, and of all
    /// others the four lowest are cut off. What is then above 255 is white.
    pub fn to_gray8(&self) -> Vec<u8> {
        let shift = if self.bit_depth == BitDepth::Eight { 8 } else { 4 };
        self.values.iter().map(|value| (value >> shift).min(255) as u8).collect()
    }

    /// The values as little-endian bytes.
    pub fn to_le_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.values.len() * 2];
        for (pair, value) in bytes.chunks_exact_mut(2).zip(&self.values) {
            pair.copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }
}
