//! The scale bar: a round length, and how long it is on the stage.

use std::fmt;

/// The longest length that is offered: 5 m.
const MAX_LENGTH_NM: u64 = 5_000_000_000;

/// A length of 1, 2 or 5 and zeros.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// The length in the specimen.
    pub length: Length,
    /// The same on the stage, in CSS pixels.
    pub length_px: f64,
}

/// A length in the specimen, in nanometres. It is written in the largest unit that keeps it whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// In nanometres.
    pub nm: u64,
}

impl ScaleBar {
    /// The longest one that is at most `room_px` on a stage where a CSS pixel shows `um_per_px` of the specimen. `None`
    /// where that is no length that anybody could mean: under 1 nm, over 5 m.
    #[must_use]
    pub fn within(room_px: f64, um_per_px: f64) -> Option<Self> {
        let nm_per_px = um_per_px * 1_000.0;
        let room_nm = room_px * nm_per_px;
        // Not a number is in no range.
        if !(1.0..2.0 * MAX_LENGTH_NM as f64).contains(&room_nm) {
            return None;
        }
        let mut nm = 1;
        // 1, 2, 5, 10, …: each is followed by its double, but 2 by 5.
        loop {
            let next = if leading_digit(nm) == 2 { nm / 2 * 5 } else { nm * 2 };
            if next as f64 > room_nm || next > MAX_LENGTH_NM {
                return Some(Self { length: Length { nm }, length_px: nm as f64 / nm_per_px });
            }
            nm = next;
        }
    }
}

const fn leading_digit(mut number: u64) -> u64 {
    while number >= 10 {
        number /= 10;
    }
    number
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self.nm {
            nm @ ..1_000 => (nm, "nm"),
            nm @ 1_000..1_000_000 => (nm / 1_000, "µm"),
            nm => (nm / 1_000_000, "mm"),
        };
        write!(f, "{number} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Length, ScaleBar};

    fn label(room_px: f64, um_per_px: f64) -> Option<String> {
        ScaleBar::within(room_px, um_per_px).map(|bar| bar.length.to_string())
    }

    #[test]
    fn is_the_longest_round_length_that_has_room() {
        assert_eq!(label(160.0, 0.325).as_deref(), Some("50 µm"));
        assert_eq!(label(154.0, 0.325).as_deref(), Some("50 µm"));
        assert_eq!(label(153.0, 0.325).as_deref(), Some("20 µm"));
        assert_eq!(label(100.0, 0.01).as_deref(), Some("1 µm"));
        assert_eq!(label(100.0, 0.009).as_deref(), Some("500 nm"));
        assert_eq!(label(100.0, 12.0).as_deref(), Some("1 mm"));
        assert_eq!(label(100.0, 9.0).as_deref(), Some("500 µm"));
    }

    #[test]
    fn a_length_that_nobody_means_is_none() {
        for um_per_px in [0.0, -1.0, 1e-9, 1e9, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(ScaleBar::within(100.0, um_per_px), None, "{um_per_px}");
        }
        assert_eq!(ScaleBar::within(0.0, 1.0), None);
    }

    #[test]
    fn units_keep_it_whole() {
        let written = |nm| Length { nm }.to_string();
        assert_eq!(written(1), "1 nm");
        assert_eq!(written(500), "500 nm");
        assert_eq!(written(1_000), "1 µm");
        assert_eq!(written(200_000), "200 µm");
        assert_eq!(written(5_000_000_000), "5000 mm");
    }

    proptest! {
        #[test]
        fn fills_a_good_part_of_its_room(room_px in 10.0..1_000.0, um_per_px in 1e-3..1e3) {
            let bar = ScaleBar::within(room_px, um_per_px).ok_or_else(|| TestCaseError::fail("there is none"))?;
            prop_assert!(bar.length_px <= room_px * (1.0 + 1e-9) && bar.length_px >= room_px * 0.399, "{bar:?}");
            let nm = bar.length_px * um_per_px * 1_000.0;
            prop_assert!((nm / bar.length.nm as f64 - 1.0).abs() < 1e-9);
        }
    }
}
