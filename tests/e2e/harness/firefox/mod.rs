//! Firefox, driven over WebDriver BiDi, straight from the browser.

mod bidi;
mod console;
mod program;
mod tab;
mod values;
mod workers;

pub use program::Firefox;
