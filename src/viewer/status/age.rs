//! How old something is.

use std::fmt;

/// How old something is, as coarse as people say it, so that it changes rarely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Under a minute; from 5 s on in fives and from 20 s on in tens: nobody needs them by the second, and a page at rest
    /// has nothing else to paint.
    Seconds(u64),
    /// Under an hour.
    Minutes(u64),
    /// Under two days.
    Hours(u64),
    /// Longer.
    Days(u64),
}

impl Age {
    /// From milliseconds, cut down to what is said.
    #[must_use]
    pub const fn from_ms(age_ms: u64) -> Self {
        let seconds = age_ms / 1_000;
        match seconds {
            0..5 => Self::Seconds(seconds),
            5..20 => Self::Seconds(seconds / 5 * 5),
            20..60 => Self::Seconds(seconds / 10 * 10),
            60..3_600 => Self::Minutes(seconds / 60),
            3_600..172_800 => Self::Hours(seconds / 3_600),
            _ => Self::Days(seconds / 86_400),
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(0) => f.write_str("under 1 s"),
            Self::Seconds(seconds) => write!(f, "{seconds} s"),
            Self::Minutes(minutes) => write!(f, "{minutes} min"),
            Self::Hours(hours) => write!(f, "{hours} h"),
            Self::Days(days) => write!(f, "{days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Age;

    #[test]
    fn is_said_in_the_largest_unit_that_is_full() {
        let said = |age_ms| Age::from_ms(age_ms).to_string();
        assert_eq!(said(0), "under 1 s");
        assert_eq!(said(999), "under 1 s");
        assert_eq!(said(4_999), "4 s");
        assert_eq!(said(9_999), "5 s");
        assert_eq!(said(19_999), "15 s");
        assert_eq!(said(29_999), "20 s");
        assert_eq!(said(59_999), "50 s");
        assert_eq!(said(60_000), "1 min");
        assert_eq!(said(3_599_999), "59 min");
        assert_eq!(said(3_600_000), "1 h");
        assert_eq!(said(172_799_999), "47 h");
        assert_eq!(said(172_800_000), "2 days");
    }
}
