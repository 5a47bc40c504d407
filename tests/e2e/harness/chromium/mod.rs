//! Chromium, driven over the Chrome DevTools Protocol.

mod cdp;
mod console;
mod https_page;
mod keys;
mod program;
mod tab;
mod workers;

pub use https_page::{HTTPS_PAGE, asking as asking_for_https_page};
pub use program::Chromium;
#[allow(unused_imports, reason = "the benchmark asks the browser itself")]
pub use program::connection;
