//! Panels under the picture, one at a time. Each is made when it is opened, and does nothing while it is closed.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Panel`] | which panels there are |
//! | [`OpenPanel`] | the one that is open |
//! | `camera` | which camera streams, in which format, and how its frames are made |
//! | `histogram` | how often values occur, and the contrast |
//! | `numbers` | the last minute of frames |
//! | `snap` | a picture, taken and saved by the backend |

mod camera;
mod histogram;
mod numbers;
mod panel;
mod snap;

pub use panel::{OpenPanel, Panel};
