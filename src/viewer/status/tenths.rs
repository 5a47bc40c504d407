//! Fractions in words.

/// A number above 0 with one decimal place. By hand: the standard library's way to write a fraction takes 15 kB of the
/// first load.
#[must_use]
pub fn tenths(number: f64) -> String {
    // What is below 0 becomes 0, and so does what is no number.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let tenths = (number * 10.0 + 0.5) as u64;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn one_decimal_place_is_rounded() {
        let said = [0.0, 0.04, 0.05, 9.94, 9.96, 19.0, 1_234.56].map(tenths);
        assert_eq!(said, ["0.0", "0.0", "0.1", "9.9", "10.0", "19.0", "1234.6"]);
        assert_eq!([-3.0, f64::NAN, f64::NEG_INFINITY].map(tenths), ["0.0"; 3]);
    }
}
