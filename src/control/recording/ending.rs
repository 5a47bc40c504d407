//! What became of a recording that runs no longer.

use crate::control::saved_file::{Claim, Verdict};
use crate::wire::{FilePath, RecordingFormat, RecordingStatus};

/// A recording that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The file's name, where the backend has said it.
    name: Option<String>,
    /// How many frames were recorded, as far as the backend has said.
    frames: Option<u64>,
    kind: EndingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EndingKind {
    /// There should be a file.
    File(Claim),
    /// It went to a folder, which can't be fetched as one file.
    Folder,
    /// The backend has not said where it went.
    Unknown,
}

impl Ending {
    /// What ended between two looks at the backend, if anything did; and where its file may be.
    #[must_use]
    pub fn between(before: &RecordingStatus, now: &RecordingStatus) -> Option<(Self, Vec<FilePath>)> {
        let is_latest = before.path == now.path;
        // A clock that is set back: the backend was restarted, and gave the same name again.
        let began_anew = matches!((before.duration_ms, now.duration_ms), (Some(before), Some(now)) if now < before);
        let goes_on = now.is_recording && is_latest && !began_anew;
        if !before.is_recording || goes_on {
            return None;
        }
        // A backend that was restarted knows nothing of it.
        let is_known = now.path.is_some() && !(is_latest && began_anew);
        let claim = if is_known { Claim::Reported } else { Claim::CutOff };
        let frames = if is_latest && is_known { now.frames } else { before.frames };
        let kind = match &before.path {
            _ if before.format == Some(RecordingFormat::Zarr) => EndingKind::Folder,
            Some(_) => EndingKind::File(claim),
            None => EndingKind::Unknown,
        };
        let paths = match (&before.path, kind) {
            (Some(path), EndingKind::File(_)) => path.fetchable(),
            _ => Vec::new(),
        };
        let name = before.path.as_ref().map(|path| path.name().to_owned());
        Some((Self { name, frames, kind }, paths))
    }

    /// The file's name; empty where the backend has not said it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// In words; empty while there is nothing to say yet. `file` is what is known about its file.
    #[must_use]
    pub fn words(&self, file: &Verdict) -> String {
        let mut words = match self.kind {
            EndingKind::File(claim) => file.words(self.name(), claim),
            EndingKind::Folder => format!(
                "The backend reports that {} is saved. It is a folder, so the page can’t look whether it is there.",
                self.name()
            ),
            EndingKind::Unknown => "The recording has ended. The backend does not say where its file is.".to_owned(),
        };
        if self.frames == Some(0) && !words.is_empty() && !file.is_asking() {
            words += " No frame was recorded.";
        }
        words
    }

    /// Is there nothing more to be found out?
    #[must_use]
    pub const fn is_settled(&self, file: &Verdict) -> bool {
        match self.kind {
            EndingKind::File(_) => !matches!(file, Verdict::Asking | Verdict::None),
            EndingKind::Folder | EndingKind::Unknown => true,
        }
    }

    /// Is it as it should be, as far as is known?
    #[must_use]
    pub const fn is_good(&self, file: &Verdict) -> bool {
        match self.kind {
            EndingKind::File(Claim::Reported) => matches!(file, Verdict::Found { .. }),
            EndingKind::Folder => true,
            EndingKind::File(Claim::CutOff) | EndingKind::Unknown => false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn status(is_recording: bool, path: &str, seconds: u64, frames: u64) -> RecordingStatus {
        RecordingStatus {
            is_recording,
            format: Some(RecordingFormat::Mp4),
            duration_ms: Some(seconds * 1_000),
            frames: Some(frames),
            path: FilePath::parse(path),
        }
    }

    const FOUND: Verdict = Verdict::Found { size_bytes: Some(1_400_000) };

    #[test]
    fn one_that_was_stopped_has_a_file_that_is_looked_for() {
        let before = status(true, "/datasets/recordings/1_a.mp4", 12, 240);
        let (ending, paths) =
            Ending::between(&before, &status(false, "/datasets/recordings/1_a.mp4", 13, 250)).unwrap();
        assert_eq!(paths[0].to_string(), "recordings/1_a.mp4");
        assert!(!ending.is_settled(&Verdict::Asking) && ending.is_settled(&FOUND) && ending.is_good(&FOUND));
        assert_eq!(ending.words(&FOUND), "Saved as 1_a.mp4, 1.4 MB.");
        assert!(!ending.is_good(&Verdict::Missing));
        let missing = "The backend reports that 1_a.mp4 is saved, but the file is not there.";
        assert_eq!(ending.words(&Verdict::Missing), missing);
        let empty = status(false, "/datasets/recordings/1_a.mp4", 12, 0);
        let (ending, _) = Ending::between(&before, &empty).unwrap();
        assert_eq!(ending.words(&Verdict::Missing), format!("{missing} No frame was recorded."));
    }

    #[test]
    fn one_that_goes_on_or_never_was_has_not_ended() {
        let path = "/datasets/recordings/1_a.mp4";
        assert_eq!(Ending::between(&status(true, path, 12, 240), &status(true, path, 14, 280)), None);
        assert_eq!(Ending::between(&status(false, path, 12, 240), &status(false, path, 12, 240)), None);
        assert_eq!(Ending::between(&status(false, path, 12, 240), &status(true, "/b.mp4", 1, 2)), None);
        let bare = RecordingStatus::without_details;
        assert_eq!(Ending::between(&bare(true), &bare(true)), None);
    }

    #[test]
    fn another_that_runs_since_is_another() {
        let before = status(true, "/d/r/1.mp4", 12, 240);
        let (ending, paths) = Ending::between(&before, &status(true, "/d/r/2.mp4", 1, 20)).unwrap();
        assert_eq!(
            (ending.words(&FOUND).as_str(), paths[0].to_string().as_str()),
            ("Saved as 1.mp4, 1.4 MB.", "r/1.mp4")
        );
    }

    #[test]
    fn a_restarted_backend_has_cut_it_off() {
        let before = status(true, "/d/r/1.mp4", 12, 240);
        let after = RecordingStatus { path: None, ..status(false, "", 0, 0) };
        for now in [after, status(true, "/d/r/1.mp4", 1, 20)] {
            let (ending, _) = Ending::between(&before, &now).unwrap();
            let words = "The backend went away while it recorded 1.mp4. The file is not there.";
            assert_eq!(ending.words(&Verdict::Missing), words);
            assert!(!ending.is_good(&FOUND));
        }
    }

    #[test]
    fn what_can_not_be_looked_for_is_said_to_be_so() {
        let bare = RecordingStatus::without_details;
        let (ending, paths) = Ending::between(&bare(true), &bare(false)).unwrap();
        assert!(paths.is_empty() && ending.is_settled(&Verdict::None));
        assert!(ending.words(&Verdict::None).ends_with("does not say where its file is."));
        let zarr = |is_recording| RecordingStatus {
            format: Some(RecordingFormat::Zarr),
            ..status(is_recording, "/d/r/1.zarr", 12, 240)
        };
        let (ending, paths) = Ending::between(&zarr(true), &zarr(false)).unwrap();
        assert!(paths.is_empty() && ending.is_good(&Verdict::None));
        assert!(ending.words(&Verdict::None).contains("It is a folder"));
    }
}
