//! What the browser itself gives: the time, the console, and words for its errors.

pub mod clock;
pub mod console;
pub mod js_error;
