//! What can be said about the picture, apart from its pixels.
//!
//! | noun | what it answers |
//! | --- | --- |
//! | [`Caption`] | what stands over the picture, and whether the picture is live |
//! | [`Timeline`] | since when frames are due, and since when none are |
//! | [`Age`] | how old something is, in words |
//! | [`Rate`] | how many pictures a second there are |
//! | [`History`] | what happened to frames in the last minute, second by second |
//! | [`Minute`] | that minute in numbers, words and a plot |
//! | [`Receipts`] | which frames are still to be acknowledged, in their order |
//! | [`jpeg_size`] | how large a jpeg picture says it is, before anything is decoded |
//! | [`View`] | how the picture lies on the stage: fit, or zoomed and moved |
//! | [`Scene`] | how large stage and picture are |
//! | [`Fingers`] | what one or two pointers do to the view |
//! | [`ScaleBar`] | a round length, and how long it is on the stage |
//! | [`file_name`] | what a saved picture is called |

mod age;
mod caption;
mod file_name;
mod fingers;
mod history;
mod jpeg;
mod minute;
mod rate;
mod receipts;
mod scale_bar;
mod scene;
mod size;
mod timeline;
mod view;

pub use age::Age;
pub use caption::{Caption, LastFrame, Message, Picture, Situation, Tone, UNDER_WAY_MS};
pub use file_name::file_name;
pub use fingers::Fingers;
pub use history::History;
pub use jpeg::{JpegError, jpeg_size};
pub use minute::Minute;
pub use rate::Rate;
pub use receipts::{MAX_UNACKNOWLEDGED, Receipts, Release, Serial};
pub use scale_bar::{Length, ScaleBar};
pub use scene::Scene;
pub use size::PictureSize;
pub use timeline::{Course, Timeline};
pub use view::{Part, Placement, Point, View};
