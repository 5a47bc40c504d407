//! Pictures to pixels, in a thread of its own.
//!
//! A picture of 2048 × 2048 samples takes longer to unpack and to develop than the page has between two of the
//! browser's frames. So the page's program runs a second time, in a worker, and does there what is to be done with
//! pixels. The page hands over pictures and hears when each is on the canvas, whose control the worker has; buttons and
//! keys never wait for it.
//!
//! | noun | what it is | where |
//! | --- | --- | --- |
//! | [`Thread`] | the worker, as the page has it | page |
//! | [`Order`] | what the page wants of it | both |
//! | [`Report`] | what it tells the page | both |
//! | [`paint`] | where the worker begins | worker |
//! | [`work`] | takes one order after the other | worker |
//! | `Screen` | what is on the canvas, and the samples and contrast that made it | worker |
//! | `Surface` | the canvas | worker |
//! | `Unpaintable` | why a picture is not on the canvas | worker |

mod buffer;
mod complaints;
mod jpeg;
mod message;
mod order;
mod report;
mod screen;
mod start;
mod surface;
mod thread;
mod unpaintable;
mod work;

pub use buffer::fill;
pub use complaints::Complaints;
pub use order::{Histograms, Order};
pub use report::{Painted, Report};
pub use start::paint;
pub use thread::{Heard, Thread};
pub use work::work;
