//! What the browser itself gives: the time, the console, words for its errors, small letters, and limits for its
//! promises; and what is done again when something has changed.

pub mod clock;
pub mod console;
pub mod effect;
pub mod js_error;
pub mod letters;
pub mod time_limit;
