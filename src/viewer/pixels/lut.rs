//! Tones: what is black, what is white, and how bright the middle is.

/// How 16-bit values become 8-bit tones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tones {
    /// The largest value that is black.
    pub black: u16,
    /// The smallest value that is white. At or below `black`, whatever is above `black` is white.
    pub white: u16,
    /// Between them a tone is `((value − black) / (white − black)) ^ (1 / gamma)`: above 1 brightens the middle.
    /// Kept within [`Tones::MIN_GAMMA`] and [`Tones::MAX_GAMMA`]; what is no number counts as 1.
    pub gamma: f32,
}

impl Tones {
    /// The smallest gamma.
    pub const MIN_GAMMA: f32 = 0.1;
    /// The largest gamma.
    pub const MAX_GAMMA: f32 = 10.0;
    /// All values, linearly.
    pub const ALL: Self = Self { black: 0, white: u16::MAX, gamma: 1.0 };

    fn usable_gamma(self) -> f32 {
        if self.gamma.is_nan() { 1.0 } else { self.gamma.clamp(Self::MIN_GAMMA, Self::MAX_GAMMA) }
    }
}

/// The tone of each 16-bit value, looked up instead of computed for each pixel.
#[derive(Debug)]
pub struct Lut {
    table: Box<[u8; 1 << 16]>,
    tones: Tones,
}

impl Lut {
    /// The table of these tones.
    #[must_use]
    pub fn new(tones: Tones) -> Self {
        let mut table = Self { table: Box::new([0; 1 << 16]), tones };
        table.fill();
        table
    }

    /// Computes the table, if these are not the tones that it has.
    pub fn set(&mut self, tones: Tones) {
        if self.tones != tones {
            self.tones = tones;
            self.fill();
        }
    }

    /// What it was computed for.
    #[must_use]
    pub fn tones(&self) -> Tones {
        self.tones
    }

    /// The tone of each value.
    #[must_use]
    pub fn table(&self) -> &[u8; 1 << 16] {
        &self.table
    }

    #[inline(never)]
    fn fill(&mut self) {
        let Tones { black, white, .. } = self.tones;
        let exponent = 1.0 / self.tones.usable_gamma();
        let range = f32::from(white.saturating_sub(black));
        // Most values are outside: those of a camera of 12 bits are a sixteenth of all.
        let first_above = usize::from(black) + 1;
        let first_white = usize::from(white).max(first_above);
        self.table[..first_above].fill(0);
        self.table[first_white..].fill(255);
        for (above, tone) in (1..=u16::MAX).zip(&mut self.table[first_above..first_white]) {
            let part = f32::from(above) / range;
            // A power is dear, and the straight line is the usual case.
            let part = if exponent == 1.0 { part } else { part.powf(exponent) };
            *tone = (part * 255.0 + 0.5) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lut, Tones};

    /// What [`Tones`] promises, in as many words and more exact numbers.
    fn reference(value: u16, tones: Tones) -> f64 {
        if value <= tones.black {
            return 0.0;
        }
        if value >= tones.white {
            return 255.0;
        }
        let part = f64::from(value - tones.black) / f64::from(tones.white - tones.black);
        255.0 * part.powf(1.0 / f64::from(tones.gamma))
    }

    fn table(black: u16, white: u16, gamma: f32) -> Lut {
        Lut::new(Tones { black, white, gamma })
    }

    #[test]
    fn all_values_have_their_tone() {
        let all = Lut::new(Tones::ALL);
        assert_eq!(
            [0, 128, 129, 32_767, 65_406, 65_407, 65_535].map(|value| all.table()[value]),
            [0, 0, 1, 127, 254, 255, 255]
        );
    }

    #[test]
    fn a_window_cuts_at_both_ends() {
        let table = table(1_000, 1_255, 1.0);
        for (value, tone) in [(0, 0), (1_000, 0), (1_001, 1), (1_128, 128), (1_254, 254), (1_255, 255), (65_535, 255)] {
            assert_eq!(table.table()[value], tone, "{value}");
        }
    }

    #[test]
    fn gamma_brightens_the_middle_and_moves_no_end() {
        let bright = table(0, 4_095, 2.0);
        assert_eq!([0, 1_024, 4_095].map(|value| bright.table()[value]), [0, 128, 255]);
        assert_eq!(table(0, 4_095, 0.5).table()[2_048], 64);
    }

    #[test]
    fn an_empty_or_reversed_window_is_a_threshold() {
        for white in [0, 500] {
            let table = table(500, white, 1.0);
            assert_eq!([0, 500, 501, 65_535].map(|value| table.table()[value]), [0, 0, 255, 255]);
        }
    }

    #[test]
    fn an_unusable_gamma_is_kept_within_limits() {
        assert_eq!(table(0, 100, f32::NAN).table()[50], table(0, 100, 1.0).table()[50]);
        assert_eq!(table(0, 100, -3.0).table()[50], table(0, 100, Tones::MIN_GAMMA).table()[50]);
        assert_eq!(table(0, 100, f32::INFINITY).table()[50], table(0, 100, Tones::MAX_GAMMA).table()[50]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_tone_is_the_references(black in any::<u16>(), white in any::<u16>(), gamma in 0.1_f32..10.0) {
            let table = table(black, white, gamma);
            for value in 0..=u16::MAX {
                let (is, should) = (f64::from(table.table()[usize::from(value)]), reference(value, table.tones()));
                prop_assert!((is - should).abs() <= 0.51, "{} is {} and not {}", value, is, should);
            }
        }
    }
}
