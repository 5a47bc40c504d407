//! What is to be recorded.

use super::{StopAfter, StopAfterError};
use crate::control::file_name::{FileName, NameError};
use crate::wire::RecordingFormat;

/// What a person writes, until it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingForm {
    /// The format that is chosen.
    pub format: RecordingFormat,
    /// The file name as it was written.
    pub file_name: String,
    /// After how many seconds it is to be stopped, as it was written.
    pub stop_after: String,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingRequest {
    /// The file's format.
    pub format: RecordingFormat,
    /// Its name. Where it is empty, the backend finds one.
    pub file_name: FileName,
}

impl Default for RecordingForm {
    fn default() -> Self {
        Self { format: RecordingFormat::Mp4, file_name: String::new(), stop_after: String::new() }
    }
}

impl RecordingForm {
    /// The file name.
    ///
    /// # Errors
    /// When it can't be one.
    pub fn name(&self) -> Result<FileName, NameError> {
        FileName::parse(&self.file_name)
    }

    /// After what time it is to be stopped.
    ///
    /// # Errors
    /// When it is no such time.
    pub fn stop_after(&self) -> Result<StopAfter, StopAfterError> {
        StopAfter::parse(&self.stop_after)
    }

    /// What to send; `None` while something in it can't be used.
    #[must_use]
    pub fn request(&self) -> Option<RecordingRequest> {
        self.stop_after().ok()?;
        Some(RecordingRequest { format: self.format, file_name: self.name().ok()? })
    }
}
