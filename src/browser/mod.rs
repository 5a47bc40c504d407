//! What the browser itself gives: the time, the console, the clipboard, files to keep, words for its errors, and limits for
//! its promises.

pub mod clipboard;
pub mod clock;
pub mod console;
pub mod download;
pub mod js_error;
pub mod time_limit;
