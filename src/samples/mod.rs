//! The 16-bit samples of a binary frame: unpacked, measured, developed to what is shown.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Darkroom`] | holds the latest picture's samples, and develops them as often as the contrast changes |
//! | [`Packing`] | how a frame's samples are packed |
//! | [`Contrast`], [`Window`], [`Limits`] | which values are black and white, and how bright the middle is |
//! | [`Levels`] | how often each value occurs |
//! | [`Histogram`] | the same in 256 bins, for a plot |
//! | [`PixelValue`] | what was measured at a pixel |
//!
//! The loops over all pixels are in the crate [`pixels`], which is compiled for speed.

mod contrast;
mod darkroom;
mod histogram;
mod levels;
mod packing;
mod pixel_value;

pub use contrast::{Contrast, Limits, Window};
pub use darkroom::{Darkroom, MEASURE_INTERVAL_MS, Print, SamplesError};
pub use histogram::Histogram;
pub use levels::Levels;
pub use packing::{Packing, UnsupportedCompression};
pub use pixel_value::PixelValue;
