//! What can be said about the picture, apart from its pixels.
//!
//! | noun | what it answers |
//! | --- | --- |
//! | [`Caption`] | what stands over the picture, and whether the picture is live |
//! | [`Timeline`] | since when frames are due, and since when none are |
//! | [`Age`] | how old something is, in words |
//! | [`Rate`] | how many pictures a second there are |
//! | [`Receipts`] | which frames are still to be acknowledged, in their order |
//! | [`jpeg_size`] | how large a jpeg picture says it is, before anything is decoded |

mod age;
mod caption;
mod jpeg;
mod rate;
mod receipts;
mod size;
mod timeline;

pub use age::Age;
pub use caption::{Caption, LastFrame, Message, Picture, Situation, Tone};
pub use jpeg::{JpegError, jpeg_size};
pub use rate::Rate;
pub use receipts::{MAX_UNACKNOWLEDGED, Receipts, Release, Serial};
pub use size::PictureSize;
pub use timeline::{Course, Timeline};
