//! The 16-bit samples of a binary frame: unpacked, measured, developed to what is shown.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`RawImage`] | holds the latest picture's samples, and develops them as often as the contrast changes |
//! | [`Compression`] | how a frame's samples are packed |
//! | [`Contrast`], [`DisplayRange`], [`RangeLimits`] | which values are black and white, and how bright the middle is |
//! | [`ValueCounts`] | how often each value occurs |
//! | [`Clipping`], [`ClippingMarks`] | how much is at the ends of the range, and whether that is marked |
//! | [`Histogram`] | the same in 256 bins, for a plot; in `darkness`, whether anything is to be seen |
//! | [`PixelValue`] | what was measured at a pixel |
//! | [`jpeg_size`] | how large a jpeg picture says it is, before anything is decoded |
//! | [`png`] | pixels as a PNG file, where the browser's own encoder can't be trusted |
//! | [`file_name`] | what a saved picture is called |
//!
//! The loops over all pixels are in the crate [`pixels`], which is compiled for speed.

mod clipping;
mod compression;
mod contrast;
mod darkness;
mod file_name;
mod histogram;
mod jpeg;
mod pixel_value;
mod png;
mod raw_image;
mod samples_error;
mod value_counts;

pub use clipping::{Clipping, ClippingMarks, Share};
pub use compression::{Compression, UnsupportedCompression};
pub use contrast::{Contrast, DisplayRange, RangeLimits};
pub use file_name::file_name;
pub use histogram::{CountScale, Histogram};
pub use jpeg::{JpegError, jpeg_size};
pub use pixel_value::PixelValue;
pub use png::png;
pub use raw_image::{MEASURE_INTERVAL_MS, RawImage, RenderedImage};
pub use samples_error::SamplesError;
pub use value_counts::{JPEG_ENDS, ValueCounts};
