//! Loops over the pixels of 16-bit pictures.
//!
//! A crate of its own because the page is compiled to be small, and these loops, which run over every pixel of every
//! frame, are compiled to be fast. Nothing here allocates by an announced size or panics on any input.
//!
//! | noun | what it does |
//! | --- | --- |
//! | [`unpack`] | an LZ4 frame into a buffer that has the right size |
//! | [`Lut`] | the 8-bit tone of each 16-bit value |
//! | [`to_rgba`] | samples to RGBA through a lookup table: gray, Bayer, colour |
//! | [`marks`] | colours on what is black and what is saturated, while somebody wants them |

mod lut;
pub mod marks;
pub mod to_rgba;
pub mod unpack;

pub use lut::{Lut, Tones};
