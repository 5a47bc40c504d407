//! What the browser itself gives: the time, the console, words for its errors, and limits for
//! its promises.

pub mod clock;
pub mod console;
pub mod js_error;
pub mod time_limit;
