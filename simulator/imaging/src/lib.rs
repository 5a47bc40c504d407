//! Synthetic detectors whose images depend on the frame number alone, and the formats of their images.

mod detector;
mod encode_error;
mod image;
mod jpeg;
mod laser_spot;
mod lz4;
mod noise;
mod png;
mod random;
mod specimen;
mod test_pattern;
mod tiff;

pub use detector::Detector;
pub use encode_error::EncodeError;
pub use image::{BitDepth, Image};
pub use jpeg::to_jpeg;
pub use lz4::to_lz4;
pub use png::{to_png8, to_png16};
pub use test_pattern::TestPattern;
pub use tiff::{TiffStack, to_tiff};
