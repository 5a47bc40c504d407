//! Which values a slider's positions stand for.

use super::Limits;

/// From so many times the lowest value on, a slider is finer at its lower end.
const WIDE: f64 = 1_000.0;

/// Which values a slider's positions stand for. There is one only where both limits are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliderScale {
    min: f64,
    max: f64,
    is_logarithmic: bool,
}

impl SliderScale {
    /// The last position; the first is 0.
    pub const END: u16 = 1_000;

    /// The scale between two limits.
    #[must_use]
    pub fn new(limits: &Limits) -> Option<Self> {
        let (min, max) = (limits.min?, limits.max?);
        (min < max).then(|| Self { min, max, is_logarithmic: min > 0.0 && max / min > WIDE })
    }

    /// The value at a position: one of few digits, so that it reads well.
    #[must_use]
    pub fn value(&self, position: u16) -> f64 {
        let part = f64::from(position) / f64::from(Self::END);
        if position == 0 {
            self.min
        } else if position >= Self::END {
            self.max
        } else if self.is_logarithmic {
            let value = self.min * (self.max / self.min).powf(part);
            rounded(value, value / 100.0).clamp(self.min, self.max)
        } else {
            let value = self.min + (self.max - self.min) * part;
            rounded(value, (self.max - self.min) / f64::from(Self::END)).clamp(self.min, self.max)
        }
    }

    /// The position nearest to a value.
    #[must_use]
    pub fn position(&self, value: f64) -> u16 {
        let value = value.clamp(self.min, self.max);
        let part = if self.is_logarithmic {
            (value / self.min).ln() / (self.max / self.min).ln()
        } else {
            (value - self.min) / (self.max - self.min)
        };
        // It is between 0 and 1.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let position = (part * f64::from(Self::END)).round() as u16;
        position.min(Self::END)
    }
}

/// The value, rounded to the largest power of ten that is no more than `step`.
fn rounded(value: f64, step: f64) -> f64 {
    let exponent = step.log10().floor();
    // Dividing by a power of ten leaves fewer odd digits than multiplying by its inverse.
    if exponent < 0.0 {
        let scale = 10_f64.powf(-exponent).round();
        (value * scale).round() / scale
    } else {
        let scale = 10_f64.powf(exponent).round();
        (value / scale).round() * scale
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::super::{Limits, written};
    use super::SliderScale;

    fn scale(min: f64, max: f64) -> SliderScale {
        SliderScale::new(&Limits { min: Some(min), max: Some(max), unit: None }).unwrap()
    }

    #[test]
    fn positions_stand_for_values_that_read_well() {
        let light = scale(0.0, 32_767.0);
        assert_eq!([0, 1, 305, 500, 1_000].map(|at| light.value(at)), [0.0, 30.0, 9_990.0, 16_380.0, 32_767.0]);
        let gain = scale(0.0, 24.0);
        assert_eq!([1, 333, 999].map(|at| written(gain.value(at))), ["0.02", "7.99", "23.98"]);
        let exposure = scale(0.05, 10_000.0);
        let values = [0, 1, 200, 434, 500, 999, 1_000].map(|at| written(exposure.value(at)));
        assert_eq!(values, ["0.05", "0.0506", "0.574", "9.99", "22.4", "9880", "10000"]);
    }

    #[test]
    fn there_is_none_without_both_limits() {
        for (min, max) in [(None, Some(1.0)), (Some(1.0), None), (Some(1.0), Some(1.0)), (Some(2.0), Some(1.0))] {
            assert_eq!(SliderScale::new(&Limits { min, max, unit: None }), None);
        }
    }

    proptest! {
        #[test]
        fn values_are_within_the_limits_and_grow(min in -1e6_f64..1e6, width in 1e-3_f64..1e9, at in 0_u16..1_000) {
            let max = min + width;
            prop_assume!(min < max);
            let scale = scale(min, max);
            let (here, next) = (scale.value(at), scale.value(at + 1));
            prop_assert!(min <= here && here <= next && next <= max, "{here} then {next}");
        }

        #[test]
        fn a_value_is_found_at_its_position(min in 0.01_f64..100.0, width in 1.0_f64..1e6, at in 0_u16..=1_000) {
            let scale = scale(min, min + width);
            prop_assert!(scale.position(scale.value(at)).abs_diff(at) <= 1);
        }

        #[test]
        fn any_value_has_a_position(value in any::<f64>()) {
            prop_assert!(scale(0.05, 1e4).position(value) <= SliderScale::END);
            prop_assert!(scale(-1.0, 1.0).position(value) <= SliderScale::END);
        }
    }
}
