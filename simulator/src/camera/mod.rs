//! A synthetic microscope camera: two detectors whose images depend on the frame number alone.

mod detector;
mod image;
mod laser_spot;
mod noise;
mod random;
mod specimen;
mod test_pattern;

pub use detector::{Camera, Detector};
pub use image::Image;
pub use test_pattern::TestPattern;
