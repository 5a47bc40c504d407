//! What the backend says about itself: its cameras and its version.

use serde::Deserialize;

use super::answer::{AnswerError, MAX_ANSWER_BYTES, read, readable, unexpected};
use super::truncated::truncated;

/// The most cameras that are read; further ones are left out.
const MAX_DETECTORS: usize = 1_024;

#[derive(Deserialize)]
struct Version {
    version: String,
}

/// The names of the cameras, from `getDetectorNames`; of the first 1,024.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no JSON array of text.
pub fn detector_names(body: &str) -> Result<Vec<String>, AnswerError> {
    let names = serde_json::from_str::<Vec<String>>(readable(body, MAX_ANSWER_BYTES)?);
    let mut names = names.map_err(|_| unexpected(body, "a list of detector names"))?;
    names.truncate(MAX_DETECTORS);
    Ok(names)
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
