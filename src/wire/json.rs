//! JSON objects into small structs.

use serde::de::DeserializeOwned;

use super::excerpt::excerpt;

/// Reads `text` as an object. Derived structs would also take an array; here that is an error.
///
/// # Errors
///
/// What the JSON reader stumbled over, short enough for a log line.
pub(super) fn object<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if !text.trim_start().starts_with('{') {
        return Err("no JSON object".to_owned());
    }
    serde_json::from_str(text).map_err(|e| excerpt(&e.to_string()))
}
