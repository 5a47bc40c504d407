//! The answer of `getLongExposureInfo`.

use serde::Deserialize;

use super::answer::{AnswerError, read, unexpected};

const EXPECTED: &str = "an object with exposureMs";

/// Longer exposures than a day are none.
const MAX_EXPOSURE_MS: f64 = 86_400_000.0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LongExposureInfo {
    exposure_ms: f64,
}

/// How long a camera exposes a frame, in milliseconds; what else the answer says is not looked at.
///
/// # Errors
///
/// [`AnswerError`] for a body without an exposure, or with one that can't be.
pub fn exposure_ms(body: &str) -> Result<f64, AnswerError> {
    let LongExposureInfo { exposure_ms } = read(body, EXPECTED)?;
    if (0.0..=MAX_EXPOSURE_MS).contains(&exposure_ms) { Ok(exposure_ms) } else { Err(unexpected(body, EXPECTED)) }
}

#[cfg(test)]
mod tests {
    use super::exposure_ms;

    #[test]
    fn only_a_possible_exposure_is_one() {
        let body = r#"{"detector":"Wide","exposureMs":3000.5,"thresholdMs":null,"isLongExposure":"yes"}"#;
        assert_eq!(exposure_ms(body), Ok(3_000.5));
        for odd in ["", "3000", r#"{"exposureMs":-1}"#, r#"{"exposureMs":1e300}"#, r#"{"exposureMs":"3000"}"#, "{}"] {
            assert!(exposure_ms(odd).is_err(), "{odd}");
        }
    }
}
