//! What the browser itself gives: the time, the console, the clipboard, files to keep, words for its errors, small
//! letters, limits for its promises and for what is fetched, what it permits, and the page's own `index.html`.

pub mod body;
pub mod clipboard;
pub mod clock;
pub mod console;
pub mod download;
pub mod js_error;
pub mod letters;
pub mod own_index;
pub mod permissions;
pub mod time_limit;
