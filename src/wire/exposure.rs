//! The answer of `getLongExposureInfo`.

use serde::Deserialize;

use super::answer::{AnswerError, read, unexpected};
use super::lenient;

const EXPECTED: &str = "an object with exposureMs";

/// Longer exposures than a day are none.
const MAX_EXPOSURE_MS: f64 = 86_400_000.0;

/// How long a camera exposes a frame, and from where on that is too long for a stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// In milliseconds.
    pub exposure_ms: f64,
    /// A longer one stops the streams; `None` where the backend does not say.
    pub threshold_ms: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LongExposureInfo {
    exposure_ms: f64,
    #[serde(default, deserialize_with = "lenient::number")]
    threshold_ms: Option<f64>,
}

/// How long a camera exposes a frame; what else the answer says is not looked at.
///
/// # Errors
///
/// [`AnswerError`] for a body without an exposure, or with one that can't be.
pub fn exposure(body: &str) -> Result<Exposure, AnswerError> {
    let LongExposureInfo { exposure_ms, threshold_ms } = read(body, EXPECTED)?;
    let is_possible = |ms: &f64| (0.0..=MAX_EXPOSURE_MS).contains(ms);
    if !is_possible(&exposure_ms) {
        return Err(unexpected(body, EXPECTED));
    }
    Ok(Exposure { exposure_ms, threshold_ms: threshold_ms.filter(is_possible) })
}

#[cfg(test)]
mod tests {
    use super::{Exposure, exposure};

    #[test]
    fn only_a_possible_exposure_is_one() {
        let body = r#"{"detector":"Wide","exposureMs":3000.5,"thresholdMs":null,"isLongExposure":"yes"}"#;
        assert_eq!(exposure(body), Ok(Exposure { exposure_ms: 3_000.5, threshold_ms: None }));
        for odd in ["", "3000", r#"{"exposureMs":-1}"#, r#"{"exposureMs":1e300}"#, r#"{"exposureMs":"3000"}"#, "{}"] {
            assert!(exposure(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn an_odd_threshold_does_not_hide_the_exposure() {
        for (threshold, expected) in [
            ("2000.0", Some(2_000.0)),
            ("0", Some(0.0)),
            ("-1", None),
            ("1e300", None),
            ("\"2000\"", None),
            ("{}", None),
        ] {
            let body = format!(r#"{{"exposureMs":10,"thresholdMs":{threshold}}}"#);
            assert_eq!(exposure(&body), Ok(Exposure { exposure_ms: 10.0, threshold_ms: expected }), "{threshold}");
        }
    }
}
