//! The things that are followed, each with what is its own.

mod camera_settings;
mod light;
mod lines;
mod recording;
mod stream;

pub use camera_settings::CameraSettings;
pub use light::Light;
pub use recording::Recording;
pub(super) use stream::available;
pub use stream::{AvailableCommand, Stream};
