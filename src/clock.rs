//! The page's clock.

use web_sys::{js_sys::Date, window};

use crate::sync::Moment;

/// Now, on the browser's monotonic clock: milliseconds since the page was opened.
#[must_use]
pub fn now() -> Moment {
    let elapsed_ms = window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    // Never negative, and far from 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Moment(elapsed_ms as u64)
}

/// The time of day as this person writes it, for what they are told.
#[must_use]
pub fn time_of_day() -> String {
    Date::new_0().to_locale_time_string("default").into()
}
