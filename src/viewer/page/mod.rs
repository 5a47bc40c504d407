//! Frames to the worker that paints.
//!
//! A frame's message is read without copying the picture, which goes to the [worker](crate::viewer::worker), one at a
//! time. While one is being painted the latest waits and overtakes the others. Each frame is acknowledged once, in the
//! order of arrival, when it is painted, overtaken or found unreadable.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Viewer`] | the handle that components and the socket use |
//! | `Pipeline` | the way of a frame: queued, being painted, painted |
//! | `FrameScheduler` | where every frame stands, and what is to be done with it next |
//! | `FrameReader` | reads a frame's head |
//! | `QueuedFrame` | a frame that was read and not yet painted |
//! | `FrameInfo` | what a frame says about its picture |
//! | `PendingAcks` | the acknowledgements that are still to be sent |
//! | `PendingSaves` | the files that the painter was asked for |
//! | `CanvasHost` | the canvas on the page, and the worker that paints on it |
//! | `Measurements` | what the worker measures: histogram, limits, a pixel's value |
//! | `FrameCounters` | counts, published a few times a second as [`Statistics`] |
//! | `DisplayError` | why a frame is not shown |

mod canvas_host;
mod display_error;
mod frame_counters;
mod frame_info;
mod frame_reader;
mod frame_scheduler;
mod handle;
mod measurements;
mod pending_acks;
mod pending_saves;
mod pipeline;
mod queued_frame;
mod statistics;

pub use handle::{Viewer, use_viewer};
pub use measurements::PixelReadout;
pub use pending_acks::Acknowledge;
pub use pending_saves::OnSaved;
pub use statistics::Statistics;
