//! WebKit: its small browser, driven over W3C WebDriver, and listened to over the protocol of its inspector.
//!
//! The driver has real input, windows and screenshots. It knows no console, no workers, no scripts before a page's own and
//! no light and dark: those come from the inspector, at the address that the driver gives the browser for itself.

mod connection;
mod console;
mod desk;
mod inspected;
mod program;
mod session;
mod tab;
mod values;
mod wire;

pub use program::WebKit;
