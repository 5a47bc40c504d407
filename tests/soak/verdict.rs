//! How the minutes compare with what they should be.

use std::fmt;

use crate::minute::Minute;

/// From this minute on nothing may grow any more.
const SETTLED_AFTER: u32 = 5;
/// Of heap and WebAssembly together.
const GROWTH_LIMIT_BYTES: f64 = 5e6;

/// Displays itself in several lines.
pub struct Verdict {
    /// From the end of the fifth minute to the end of the last. `None` where there were fewer.
    growth_bytes: Option<f64>,
    wrong: u32,
    /// Minutes in which nothing was painted.
    without_pictures: usize,
}

impl Verdict {
    pub fn new(minutes: &[Minute]) -> Self {
        let settled = minutes.iter().find(|minute| minute.number == SETTLED_AFTER);
        let last = minutes.last().filter(|last| last.number > SETTLED_AFTER);
        Self {
            growth_bytes: settled.zip(last).map(|(first, last)| last.held.total_bytes() - first.held.total_bytes()),
            wrong: minutes.iter().map(|minute| minute.truth.wrong).sum(),
            without_pictures: minutes.iter().filter(|minute| minute.painted == 0).count(),
        }
    }

    pub fn is_good(&self) -> bool {
        let is_flat = self.growth_bytes.is_none_or(|bytes| bytes <= GROWTH_LIMIT_BYTES);
        is_flat && self.wrong == 0 && self.without_pictures == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.growth_bytes {
            Some(bytes) => writeln!(
                f,
                "Heap and WebAssembly grew by {:.2} MB after the first {SETTLED_AFTER} minutes (at most {:.0})",
                bytes / 1e6,
                GROWTH_LIMIT_BYTES / 1e6
            )?,
            None => writeln!(f, "Too short to say whether anything grows: that shows after {SETTLED_AFTER} minutes")?,
        }
        write!(f, "{} wrong looks; {} minutes without a picture", self.wrong, self.without_pictures)
    }
}
