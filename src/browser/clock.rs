//! The page's clock.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::js_sys::Date;

use crate::sync::{Clock, Reading, Timestamp};

#[wasm_bindgen]
extern "C" {
    /// In the page and in a worker alike.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn elapsed_ms() -> f64;
}

thread_local! {
    static CLOCK: RefCell<Clock> = const { RefCell::new(Clock::new()) };
}

/// Now, on a clock that never runs backwards and goes on while the computer sleeps: milliseconds since this thread began,
/// which in the page is when it was opened.
#[must_use]
pub fn now() -> Timestamp {
    let reading = Reading { steady_ms: elapsed_ms(), time_of_day_ms: Date::now() };
    CLOCK.with_borrow_mut(|clock| clock.read(reading))
}

/// Now, on the clock that all pages share and that people may set: milliseconds since 1970.
#[must_use]
pub fn unix_ms() -> u64 {
    // Never negative in our time, and far from 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now_ms = Date::now() as u64;
    now_ms
}

/// How many minutes this person's clocks are ahead of UTC now.
#[must_use]
pub fn ahead_min() -> i32 {
    // Whole minutes, at most a day's.
    #[allow(clippy::cast_possible_truncation)]
    let behind_min = Date::new_0().get_timezone_offset() as i32;
    -behind_min
}

/// The time of day as this person writes it, for what they are told.
#[must_use]
pub fn time_of_day() -> String {
    Date::new_0().to_locale_time_string("default").into()
}
