//! Pictures to pixels, in a worker.
//!
//! A picture of 2048 × 2048 samples takes longer to unpack and to render than the page has between two of the browser's
//! frames. So the page's program runs a second time, in a worker, and does there what is to be done with pixels. The page
//! hands over pictures and hears when each is on the canvas, whose control the worker has; buttons and keys never wait
//! for it.
//!
//! | noun | what it is | where |
//! | --- | --- | --- |
//! | [`PaintWorker`] | the worker, as the page has it | page |
//! | `worker.js` | what the worker begins with: it starts the page's program | both |
//! | [`WorkerCommand`] | what the page wants of it | both |
//! | [`WorkerEvent`] | what it reports to the page | both |
//! | [`paint`] | where the program begins in the worker | worker |
//! | [`work`] | takes one command after the other | worker |
//! | `FramePainter` | what is on the canvas, and the samples and contrast that made it | worker |
//! | `JpegPicture` | the jpeg on the canvas, and what was measured there | worker |
//! | `Canvas2d` | the canvas | worker |
//! | `PaintError` | why a picture is not on the canvas | worker |

mod buffer;
mod canvas_2d;
mod command;
mod event;
mod frame_painter;
mod jpeg;
mod jpeg_picture;
mod log_once;
mod message;
mod paint_error;
mod paint_worker;
mod scope;
mod start;
mod work;

pub use buffer::fill;
pub use command::{Histograms, WorkerCommand};
pub use event::{CanvasReads, Painted, PictureMemory, WorkerEvent};
pub use log_once::LogOnce;
pub use paint_worker::{OnWorkerEvent, PaintWorker};
pub use start::paint;
pub use work::work;
