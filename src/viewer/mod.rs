//! Frames to the painter.
//!
//! A frame's message is read without copying the picture, which goes to the [painter](crate::painter) in its thread, one
//! at a time. While one is being painted the latest waits and overtakes the others. Each is acknowledged once, in the
//! order of arrival, when it is painted, overtaken or found unreadable.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Viewer`] | the handle that components and the socket use |
//! | [`Inlet`] | what the socket hands frames to, loaded or not |
//! | `Pipeline` | the way of a frame: arrived, being painted, painted |
//! | `State` | where every frame stands, and what is to be done with it next |
//! | `FrameReader` | reads a frame's head |
//! | `Arrived` | a frame that was read and not yet painted |
//! | `Said` | what a frame says about its picture |
//! | `Owed` | the acknowledgements that are owed |
//! | `Easel` | the canvas on the page, and the thread that paints on it |
//! | `Measured` | what the painter measures, for those who look at it |
//! | `Tally` | counts, published a few times a second as [`Statistics`] |
//! | `Unreadable` | why a frame is not shown |

mod arrived;
mod easel;
mod frame_reader;
mod handle;
mod inlet;
mod measured;
mod owed;
mod pipeline;
mod said;
mod state;
mod statistics;
mod tally;
mod unreadable;

pub use handle::{Acknowledge, Viewer};
pub use inlet::Inlet;
pub use measured::Probed;
pub use statistics::Statistics;
