//! Recordings: every frame of a camera's stream, in one file (in memory).

mod content;
mod disk;
mod record_format;
mod recorder;

pub use disk::Disk;
pub use record_format::RecordFormat;
pub use recorder::Recorder;
