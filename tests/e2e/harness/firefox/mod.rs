//! Firefox, driven over WebDriver BiDi, straight from the browser.

mod bidi;
mod console;
mod find;
mod program;
mod tab;
mod values;
mod workers;

pub use program::Firefox;
