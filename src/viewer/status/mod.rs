//! What can be said about the picture, apart from its pixels.
//!
//! | noun | what it answers |
//! | --- | --- |
//! | [`Caption`] | what stands over the picture, and whether the picture is live |
//! | [`FreshnessTracker`] | since when frames are due, and since when none are |
//! | [`Age`] | how old something is, in words |
//! | [`Patience`] | how long something was waited for, without the time that was slept |
//! | [`Rate`] | how many pictures a second there are |
//! | [`FrameHistory`] | what happened to frames in the last minute, second by second |
//! | [`MinuteReport`] | that minute in numbers, words and a plot |
//! | [`CameraSorter`] | whose frames are shown where several cameras stream at once |
//! | [`AckQueue`] | which frames are still to be acknowledged, in their order |

mod ack_queue;
mod age;
mod camera_sorter;
mod caption;
mod caption_input;
mod frame_history;
mod freshness;
mod minute_report;
mod patience;
mod rate;

pub use ack_queue::{AckPolicy, AckQueue, FrameSeq, MAX_UNACKNOWLEDGED};
pub use age::Age;
pub use camera_sorter::{CameraName, CameraSorter, OtherCamera, Sorted};
pub use caption::{Caption, CaptionKind, ImageFreshness, Tone};
pub use caption_input::{CaptionInput, FrameOrigin, LastFrame};
pub use frame_history::FrameHistory;
pub use freshness::{FreshnessTracker, StreamBegin, TrackerInput};
pub use minute_report::MinuteReport;
pub use patience::Patience;
pub use rate::Rate;
