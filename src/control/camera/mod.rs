//! What can be chosen about the stream: the camera, the format, and how its frames are made.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Format`] | how frames travel |
//! | [`Choice`] | the stream that Play starts |
//! | [`Parameter`] | what can be set about a stream, and to which values |
//! | [`SeenStreams`] | the streams whose frames come |
//! | [`CameraSettingsView`] | exposure and gain, as they are shown |
//! | [`Setup`] | what the backend says there is, and what is in use |

mod choice;
mod format;
mod parameter;
mod seen_streams;
mod settings_view;
mod setup;

pub use choice::Choice;
pub use format::Format;
pub use parameter::{Parameter, ParameterError};
pub use seen_streams::SeenStreams;
pub use settings_view::CameraSettingsView;
pub use setup::Setup;
