//! Answers about snaps to meaning: `startSnap`, `getSnapStatus` and `cancelSnap` answer alike.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{AnswerError, backend_message, readable, unexpected};
use super::file_path::FilePath;
use super::lenient;
use super::object::{Object, from_json};
use super::preview::is_preview;
use super::truncated::truncated;

/// The longest body that is read at all, in bytes: a snap's carries a whole picture.
pub const MAX_BODY_BYTES: usize = 8 * 1_048_576;

/// The longest job id that is kept; the backend's have 32 characters.
const MAX_JOB_ID_BYTES: usize = 128;
/// What an answer should be.
const A_JOB: &str = "a snap job with all that belongs to its status";
/// The longest time that a job may expect to take: a day.
const MAX_EXPECTED_MS: f64 = 86_400_000.0;

/// How a snap stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapAnswer {
    /// It is waiting or under way.
    Going(SnapProgress),
    /// The picture is saved.
    Done(SavedSnap),
    /// The backend failed, or did not begin.
    Failed {
        /// The backend's message, cut to 120 characters.
        message: String,
    },
    /// Somebody cancelled it.
    Cancelled,
    /// The backend knows no such job.
    Unknown,
}

/// How far a snap is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapProgress {
    /// Which job.
    pub job_id: String,
    /// From 0 to 100, where the backend says so.
    pub percent: Option<u8>,
    /// How long all of it should take, where the backend says so.
    pub expected_ms: Option<u64>,
    /// Does a cancel take effect? In the answer to one, and while it does.
    pub cancelled: Option<bool>,
}

/// A saved picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSnap {
    /// Where the backend has it.
    pub path: FilePath,
    /// What there is to be shown of it.
    pub preview: Preview,
}

/// What there is to be shown of a saved picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// A PNG, as an address that a page can show.
    Address(String),
    /// Nothing, or nothing that can be shown.
    None,
}

/// How a snap stands; what else belongs to the answer depends on it.
#[derive(Deserialize)]
struct Status {
    status: String,
}

/// What belongs to the statuses `pending`, `running` and `cancelling`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Going<'a> {
    job_id: String,
    #[serde(borrow)]
    progress: Option<&'a RawValue>,
    #[serde(borrow)]
    expected_duration_ms: Option<&'a RawValue>,
    #[serde(borrow)]
    cancelled: Option<&'a RawValue>,
}

/// What belongs to the status `done`.
#[derive(Deserialize)]
struct Done {
    result: Object<Saved>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Saved {
    relative_file_path: String,
    #[serde(default, deserialize_with = "lenient::text")]
    preview_image: Option<String>,
}

/// What belongs to the status `error`: the reason is under one of two names.
#[derive(Deserialize)]
struct Failed {
    #[serde(default, deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    error: Option<String>,
}

/// How a snap stands, from any of the three calls.
///
/// # Errors
///
/// [`AnswerError`] for a body without a known `status`, or without what that status has to come with.
pub fn snap_answer(body: &str) -> Result<SnapAnswer, AnswerError> {
    let json = readable(body, MAX_BODY_BYTES)?;
    let not_a_job = || unexpected(body, A_JOB);
    let Status { status } = from_json(json).map_err(|_| not_a_job())?;
    Ok(match status.as_str() {
        "pending" | "running" => SnapAnswer::Going(progress(json).ok_or_else(not_a_job)?),
        // It ends soon, which is what was asked for.
        "cancelling" => {
            let progress = progress(json).ok_or_else(not_a_job)?;
            SnapAnswer::Going(SnapProgress { cancelled: Some(true), ..progress })
        }
        "done" => SnapAnswer::Done(saved_snap(json).ok_or_else(not_a_job)?),
        "error" => {
            let Failed { message, error } = from_json(json).map_err(|_| not_a_job())?;
            SnapAnswer::Failed { message: backend_message(message.or(error).as_deref()) }
        }
        "cancelled" => SnapAnswer::Cancelled,
        "unknown" => SnapAnswer::Unknown,
        unknown => return Err(AnswerError::UnknownStatus(truncated(unknown))),
    })
}

fn progress(json: &str) -> Option<SnapProgress> {
    let Going { job_id, progress, expected_duration_ms, cancelled } = from_json(json).ok()?;
    let number = |value: Option<&RawValue>| value.and_then(|value| serde_json::from_str::<f64>(value.get()).ok());
    // JSON has neither infinities nor NaN, and what is cut to these ranges fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let progress = SnapProgress {
        job_id,
        percent: number(progress).map(|part| (part.clamp(0.0, 1.0) * 100.0) as u8),
        expected_ms: number(expected_duration_ms).map(|ms| ms.clamp(0.0, MAX_EXPECTED_MS) as u64),
        cancelled: cancelled.and_then(|value| serde_json::from_str(value.get()).ok()),
    };
    (1..=MAX_JOB_ID_BYTES).contains(&progress.job_id.len()).then_some(progress)
}

fn saved_snap(json: &str) -> Option<SavedSnap> {
    let Done { result: Object(Saved { relative_file_path, preview_image }) } = from_json(json).ok()?;
    let preview = preview_image.filter(|address| is_preview(address));
    Some(SavedSnap {
        path: FilePath::parse(&relative_file_path)?,
        preview: preview.map_or(Preview::None, Preview::Address),
    })
}

#[cfg(test)]
mod tests;
