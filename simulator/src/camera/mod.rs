//! A synthetic microscope camera: two detectors whose pictures depend on the frame number alone.

mod detector;
mod noise;
mod picture;
mod scene;
mod specimen;
mod spot;

pub use detector::{Camera, Detector};
pub use picture::{BitDepth, Picture};
pub use scene::Scene;
