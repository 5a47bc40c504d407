//! Frames to pixels.
//!
//! A frame's message is read without copying the picture; base64 becomes bytes once, the browser decodes them off the
//! main thread, and the picture is drawn to the one canvas. While one is being decoded the latest waits and overtakes
//! the others. Each is acknowledged once, in the order of arrival, when it is painted, overtaken or found unreadable.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Viewer`] | the handle that components and the socket use |
//! | `Pipeline` | the way of a frame: arrived, being decoded, painted |
//! | `Arrived` | a frame that was read and not yet decoded |
//! | `Surface` | the canvas |
//! | `Tally` | counts, published a few times a second as [`Statistics`] |
//! | `Unreadable` | why a frame is not shown |

mod arrived;
mod handle;
mod pipeline;
mod statistics;
mod surface;
mod tally;
mod unreadable;

pub use handle::{Acknowledge, Viewer};
pub use statistics::Statistics;
