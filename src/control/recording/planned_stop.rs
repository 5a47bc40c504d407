//! When a recording that runs is to be stopped.

use crate::wire::FilePath;

/// The longest text that is read.
const MAX_TEXT_BYTES: usize = 4_096;

/// When to stop the recording that goes to this file, and no other: what others have begun since is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStop {
    /// When, in milliseconds of Unix time, so that it holds after a reload as well.
    pub at_unix_ms: u64,
    /// The end of the file's path.
    pub path: FilePath,
}

impl PlannedStop {
    /// Is it about the recording that goes to this file on the backend's disk?
    #[must_use]
    pub fn is_of(&self, path: &FilePath) -> bool {
        path.ends_with(&self.path)
    }

    /// As text, for the tab's storage.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{} {}", self.at_unix_ms, self.path)
    }

    /// From such a text. `None` for any other.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (at_unix_ms, path) = text.get(..MAX_TEXT_BYTES.min(text.len()))?.split_once(' ')?;
        Some(Self { at_unix_ms: at_unix_ms.parse().ok()?, path: FilePath::parse(path)? })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn it_is_about_one_file() {
        let path = |text| FilePath::parse(text).unwrap();
        let planned = PlannedStop { at_unix_ms: 7, path: path("recordings/2_a b.mp4") };
        assert!(planned.is_of(&path("/datasets/recordings/2_a b.mp4")));
        for other in ["/datasets/recordings/12_a b.mp4", "/datasets/2_a b.mp4", "2_a b.mp4"] {
            assert!(!planned.is_of(&path(other)), "{other}");
        }
        assert_eq!(PlannedStop::from_text(&planned.to_text()), Some(planned));
        for odd in ["", "7", "7 ", "x recordings/a", "-7 a", "7 ../a"] {
            assert_eq!(PlannedStop::from_text(odd), None, "{odd}");
        }
    }
}
