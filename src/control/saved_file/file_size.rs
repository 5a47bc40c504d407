//! A file's size, as people read it.

use std::fmt;

const KB: u64 = 1_000;

/// A size in bytes; in words with two or three digits, as in “1.4 MB”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSize(pub u64);

impl fmt::Display for FileSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = *self;
        if bytes < KB {
            return write!(f, "{bytes} bytes");
        }
        let mut unit_bytes = KB;
        let mut names = ["kB", "MB", "GB"].into_iter();
        let mut name = names.next().unwrap_or_default();
        for larger in names {
            // What would be rounded to 1,000 of a unit is 1 of the next.
            if bytes < unit_bytes * KB - unit_bytes / 2 {
                break;
            }
            unit_bytes *= KB;
            name = larger;
        }
        let tenths = bytes.saturating_add(unit_bytes / 20) / (unit_bytes / 10);
        if tenths < 100 {
            write!(f, "{}.{} {name}", tenths / 10, tenths % 10)
        } else {
            write!(f, "{} {name}", bytes.saturating_add(unit_bytes / 2) / unit_bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_or_three_digits_and_a_unit() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (1_449, "1.4 kB"),
            (9_949, "9.9 kB"),
            (9_950, "10 kB"),
            (123_456, "123 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (14_745_600, "15 MB"),
            (2_500_000_000, "2.5 GB"),
            (131_072_000_000_000, "131072 GB"),
            (u64::MAX, "18446744073 GB"),
        ] {
            assert_eq!(FileSize(bytes).to_string(), words, "{bytes}");
        }
    }
}
