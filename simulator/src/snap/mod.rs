//! Snaps: single images that are saved to a file (in memory).

mod jobs;
mod save_format;

pub use jobs::{SavedFile, SnapJobs};
pub use save_format::SaveFormat;
