//! What the backend says about itself: its cameras and its version.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{AnswerError, MAX_ANSWER_BYTES, read, readable, unexpected};
use super::truncated::truncated;

/// The most cameras that are read; further ones are left out.
const MAX_DETECTORS: usize = 1_024;

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
    let not_a_list = || unexpected(body, "a list of detector names");
    let listed: Vec<&RawValue> = serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| not_a_list())?;
    let first = listed.iter().take(MAX_DETECTORS);
    let names: Vec<String> = first.filter_map(|name| serde_json::from_str(name.get()).ok()).collect();
    if names.is_empty() && !listed.is_empty() { Err(not_a_list()) } else { Ok(names) }
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
