//! When a recording that runs is to be stopped.

use crate::wire::{FilePath, RecordingStatus};

/// A recording may be said to have run for so much longer than it was asked for: times are rounded.
const ROUNDING_MS: u64 = 1_000;
/// The longest text that is read.
const MAX_TEXT_BYTES: usize = 4_096;

/// When to stop the recording that goes to this file, and no other: what others have begun since is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStop {
    /// When, in milliseconds of Unix time, so that it holds after a reload as well.
    pub at_unix_ms: u64,
    /// The file; `None` where the backend does not say, so that whichever runs is meant.
    pub path: Option<FilePath>,
}

impl PlannedStop {
    /// When to stop what runs, if it was asked for here, so long ago, and for so many seconds. `None` where it had begun
    /// before: it is somebody else's.
    #[must_use]
    pub fn of(status: &RecordingStatus, seconds: u32, asked_ms_ago: u64, now_unix_ms: u64) -> Option<Self> {
        let duration_ms = status.duration_ms.unwrap_or(0);
        let is_ours = status.is_recording && duration_ms <= asked_ms_ago.saturating_add(ROUNDING_MS);
        is_ours.then(|| Self {
            at_unix_ms: now_unix_ms.saturating_sub(duration_ms).saturating_add(u64::from(seconds) * 1_000),
            path: status.path.clone(),
        })
    }

    /// Does the recording run that it is about?
    #[must_use]
    pub fn is_of(&self, status: &RecordingStatus) -> bool {
        status.is_recording && (self.path.is_none() || self.path == status.path)
    }

    /// As text, for the tab's storage.
    #[must_use]
    pub fn to_text(&self) -> String {
        let path = self.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {path}", self.at_unix_ms)
    }

    /// From such a text. `None` for any other.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (at_unix_ms, path) = text.get(..MAX_TEXT_BYTES.min(text.len()))?.split_once(' ')?;
        let path = if path.is_empty() { None } else { Some(FilePath::parse(path)?) };
        Some(Self { at_unix_ms: at_unix_ms.parse().ok()?, path })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn it_is_about_what_was_asked_for_here() {
        let status = |duration_ms| RecordingStatus { duration_ms, ..RecordingStatus::without_details(true) };
        let at_unix_ms = |duration_ms, asked_ms_ago| {
            PlannedStop::of(&status(duration_ms), 5, asked_ms_ago, 100_000).map(|plan| plan.at_unix_ms)
        };
        assert_eq!(at_unix_ms(None, 300), Some(105_000));
        assert_eq!(at_unix_ms(Some(1_000), 300), Some(104_000), "it was said in whole seconds");
        assert_eq!(at_unix_ms(Some(2_000), 300), None);
        assert_eq!(at_unix_ms(Some(120_000), 300), None);
        assert_eq!(PlannedStop::of(&RecordingStatus::without_details(false), 5, 300, 100_000), None);
    }

    #[test]
    fn it_is_about_one_file() {
        let status = |is_recording, path| RecordingStatus {
            path: FilePath::parse(path),
            ..RecordingStatus::without_details(is_recording)
        };
        let planned = PlannedStop { at_unix_ms: 7, path: FilePath::parse("/datasets/recordings/2_a b.mp4") };
        assert!(planned.is_of(&status(true, "/datasets/recordings/2_a b.mp4")));
        assert!(!planned.is_of(&status(false, "/datasets/recordings/2_a b.mp4")));
        for other in ["/datasets/recordings/12_a b.mp4", "/datasets/2_a b.mp4", ""] {
            assert!(!planned.is_of(&status(true, other)), "{other}");
        }
        let unnamed = PlannedStop { at_unix_ms: 7, path: None };
        assert!(unnamed.is_of(&RecordingStatus::without_details(true)));
        for plan in [planned, unnamed] {
            assert_eq!(PlannedStop::from_text(&plan.to_text()), Some(plan));
        }
        for odd in ["", "7", "x recordings/a", "-7 a", "7 ../a"] {
            assert_eq!(PlannedStop::from_text(odd), None, "{odd}");
        }
    }
}
