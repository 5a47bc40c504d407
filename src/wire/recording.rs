//! Answers about recordings.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::answer::{AnswerError, boolean, read, unexpected};
use super::file_path::FilePath;
use super::lenient;

const EXPECTED_PLACE: &str = "the place of a recording";
const EXPECTED_STATUS: &str = "how a recording stands";
/// Longer recordings than a year are none.
const MAX_DURATION_S: f64 = 31_536_000.0;

/// The file format of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum RecordingFormat {
    /// One page for each frame.
    Tiff,
    /// A folder.
    Zarr,
    /// A film.
    Mp4,
}

/// Where a recording is, or will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingPlace {
    /// The file or folder. That it is named does not mean that it is there.
    pub path: FilePath,
    /// `None` where the backend does not say, or names another.
    pub format: Option<RecordingFormat>,
    /// Can it be fetched as one file? `None` where the backend does not say.
    pub is_file: Option<bool>,
}

/// How a recording stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct RecordingStatus {
    /// Does one run? What else is said is about it, or about the latest.
    pub is_recording: bool,
    /// `None` where the backend does not say, or names another.
    pub format: Option<RecordingFormat>,
    /// How long it has lasted, where the backend says so.
    pub duration_ms: Option<u64>,
    /// How many frames it has, where the backend says so.
    pub frames: Option<u64>,
    /// Where it is on the backend's disk, where that is a path. Reports name no files.
    #[serde(skip)]
    pub path: Option<FilePath>,
}

impl RecordingStatus {
    /// What a backend says that has no more to say.
    #[must_use]
    pub const fn without_details(is_recording: bool) -> Self {
        Self { is_recording, format: None, duration_ms: None, frames: None, path: None }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    relative_file_path: String,
    #[serde(borrow)]
    save_format: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "lenient::flag")]
    is_downloadable_file: Option<bool>,
}

#[derive(Deserialize)]
struct Status<'a> {
    is_recording: bool,
    #[serde(borrow)]
    format: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "lenient::number")]
    duration_seconds: Option<f64>,
    #[serde(default, deserialize_with = "lenient::whole_number")]
    frame_count: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    filepath: Option<String>,
}

impl RecordingFormat {
    /// All that the backend has.
    pub const ALL: [Self; 3] = [Self::Mp4, Self::Tiff, Self::Zarr];

    /// Its number in the interface.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Tiff => 1,
            Self::Zarr => 3,
            Self::Mp4 => 4,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tiff => "TIFF",
            Self::Zarr => "ZARR",
            Self::Mp4 => "MP4",
        }
    }

    /// From its number, or from its name, before which a word and a dot may stand.
    fn read(json: &RawValue) -> Option<Self> {
        if let Ok(number) = serde_json::from_str::<u8>(json.get()) {
            return Self::ALL.into_iter().find(|format| format.number() == number);
        }
        let text: String = serde_json::from_str(json.get()).ok()?;
        let name = text.rsplit('.').next().unwrap_or_default();
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}

/// Whether a recording runs, from `isRecording`.
///
/// # Errors
///
/// [`AnswerError`] for everything but a bare boolean.
pub fn is_recording(body: &str) -> Result<bool, AnswerError> {
    boolean(body)
}

/// How a recording stands, from `getRecordingStatus`.
///
/// # Errors
///
/// [`AnswerError`] for everything that does not say clearly whether one runs.
pub fn recording_status(body: &str) -> Result<RecordingStatus, AnswerError> {
    let Status { is_recording, format, duration_seconds, frame_count, filepath } = read(body, EXPECTED_STATUS)?;
    // What is in the range fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let duration_ms = duration_seconds
        .filter(|seconds| (0.0..=MAX_DURATION_S).contains(seconds))
        .map(|seconds| (seconds * 1_000.0) as u64);
    Ok(RecordingStatus {
        is_recording,
        format: format.and_then(RecordingFormat::read),
        duration_ms,
        frames: frame_count,
        path: filepath.as_deref().and_then(FilePath::parse),
    })
}

/// Where a recording is, from `startRecording` or `stopRecording`. Neither says that any frame was recorded.
///
/// # Errors
///
/// [`AnswerError`] for everything without a path that can be asked for.
pub fn recording_place(body: &str) -> Result<RecordingPlace, AnswerError> {
    let Place { relative_file_path, save_format, is_downloadable_file } = read(body, EXPECTED_PLACE)?;
    Ok(RecordingPlace {
        path: FilePath::parse(&relative_file_path).ok_or_else(|| unexpected(body, EXPECTED_PLACE))?,
        format: save_format.and_then(RecordingFormat::read),
        is_file: is_downloadable_file,
    })
}

#[cfg(test)]
mod tests;
