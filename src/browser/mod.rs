//! What the browser itself gives: the time, the console, words for its errors, limits for its promises, and what it
//! permits.

pub mod clock;
pub mod console;
pub mod js_error;
pub mod permissions;
pub mod time_limit;
