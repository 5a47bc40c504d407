//! Panels under the picture, one at a time. Each is made when it is opened, and does nothing while it is closed.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Panel`] | which panels there are |
//! | [`Panels`] | the one that is open |
//! | `histogram` | how often values occur, and the contrast |
//! | `snap` | a picture, taken and saved by the backend |

mod histogram;
mod panel;
mod snap;

pub use panel::{Panel, Panels};
