//! What the backend says about itself: its cameras and its version.

use serde::Deserialize;

use super::answer::{AnswerError, names, read};
use super::truncated::truncated;

#[derive(Deserialize)]
struct Version {
    version: String,
}

/// The names of the cameras, from `getDetectorNames`: of the first 1,024, those that are text.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no JSON array, and for one of which nothing can be read.
pub fn detector_names(body: &str) -> Result<Vec<String>, AnswerError> {
    names(body, "a list of detector names")
}

/// The backend's version, such as `v2.1.193`, from `version`; cut to 120 characters.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no object with a `version`.
pub fn version(body: &str) -> Result<String, AnswerError> {
    let Version { version } = read(body, "an object with a version")?;
    Ok(truncated(&version))
}
