//! Answers about lights.

use super::answer::{AnswerError, MAX_ANSWER_BYTES, MAX_NUMBER, boolean, names, readable, unexpected};

/// Longer names are left out.
const MAX_NAME_BYTES: usize = 1_024;

/// What a light's value can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LightRange {
    /// The lowest value.
    pub min: f64,
    /// The highest, which is more.
    pub max: f64,
}

/// The names of the lights, from `getLaserNames`: of the first 1,024, those that are text of at most 1,024 bytes. Each
/// only once, as it is by its name that a light is set.
///
/// # Errors
///
/// [`AnswerError`] for everything that is no JSON array, and for one of which nothing can be read.
pub fn light_names(body: &str) -> Result<Vec<String>, AnswerError> {
    let mut seen = std::collections::BTreeSet::new();
    let mut listed = names(body, "a list of light names")?;
    listed.retain(|name| name.len() <= MAX_NAME_BYTES && seen.insert(name.clone()));
    Ok(listed)
}

/// What a light's value can be, from `getLaserValueRanges`. `None` for a light that is only on or off.
///
/// # Errors
///
/// [`AnswerError`] for everything that is neither `null` nor two numbers of which the second is more.
pub fn light_range(body: &str) -> Result<Option<LightRange>, AnswerError> {
    let odd = || unexpected(body, "the lowest and highest value of a light");
    let range: Option<[f64; 2]> = serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| odd())?;
    let Some([min, max]) = range else { return Ok(None) };
    let is_possible = -MAX_NUMBER <= min && min < max && max <= MAX_NUMBER;
    if is_possible { Ok(Some(LightRange { min, max })) } else { Err(odd()) }
}

/// A light's value, from `getLaserValue`, in or out of its range. `None` for a light that has none.
///
/// # Errors
///
/// [`AnswerError`] for everything that is neither `null` nor a number.
pub fn light_value(body: &str) -> Result<Option<f64>, AnswerError> {
    let odd = || unexpected(body, "the value of a light");
    let value: Option<f64> = serde_json::from_str(readable(body, MAX_ANSWER_BYTES)?).map_err(|_| odd())?;
    if value.is_none_or(|value| value.abs() <= MAX_NUMBER) { Ok(value) } else { Err(odd()) }
}

/// Whether a light is on, from `getLaserActive`.
///
/// # Errors
///
/// [`AnswerError`] for everything but a bare boolean.
pub fn light_active(body: &str) -> Result<bool, AnswerError> {
    boolean(body)
}

#[cfg(test)]
mod tests;
