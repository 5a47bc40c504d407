//! How long a recording has lasted.

use std::fmt;

/// A duration in milliseconds; in words as minutes and seconds, and hours where there are any: “00:12”, “1:02:03”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed(pub u64);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1_000;
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            write!(f, "{hours}:")?;
        }
        write!(f, "{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_stand_there_only_where_there_are_any() {
        for (ms, words) in
            [(0, "00:00"), (12_999, "00:12"), (600_000, "10:00"), (3_599_999, "59:59"), (3_723_000, "1:02:03")]
        {
            assert_eq!(Elapsed(ms).to_string(), words);
        }
    }
}
