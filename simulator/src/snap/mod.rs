//! Snaps: single images that are saved to a file (in memory).

mod jobs;
mod save_format;
mod tiff;

pub use jobs::SnapJobs;
pub use save_format::SaveFormat;
