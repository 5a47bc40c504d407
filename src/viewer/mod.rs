//! Frames to pixels.
//!
//! A frame's message is read without copying the picture. The browser decodes a jpeg off the main thread; a binary
//! frame's samples are unpacked and developed here, at most once for each time that the browser shows the page. The
//! picture is drawn to the one canvas. While one is being decoded the latest waits and overtakes the others. Each is
//! acknowledged once, in the order of arrival, when it is painted, overtaken or found unreadable.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Viewer`] | the handle that components and the socket use |
//! | [`Inlet`] | what the socket hands frames to, loaded or not |
//! | `Pipeline` | the way of a frame: arrived, being decoded, painted |
//! | `Arrived` | a frame that was read and not yet decoded |
//! | `Screen` | what is on the canvas, and the samples and contrast that made it |
//! | `Surface` | the canvas |
//! | `Tally` | counts, published a few times a second as [`Statistics`] |
//! | `Unreadable` | why a frame is not shown |

mod arrived;
mod handle;
mod inlet;
mod pipeline;
mod screen;
mod statistics;
mod surface;
mod tally;
mod unreadable;

pub use handle::{Acknowledge, Viewer};
pub use inlet::Inlet;
pub use statistics::Statistics;
