//! Frames to pixels.
//!
//! | part | compiles | what lives there |
//! | --- | --- | --- |
//! | [`geometry`] | everywhere | how the picture lies on the stage: fit, zoomed, moved; the scale bar |
//! | [`image`] | everywhere | a picture's samples, contrast and histogram; what a jpeg and a saved file say |
//! | [`status`] | everywhere | what is said about the picture: captions, rates, acknowledgements, the last minute |
//! | [`pixels`] | everywhere | a crate of its own: the loops over all pixels |
//! | `page` | browser | the way of a frame from its message to the worker, and its acknowledgement |
//! | `worker` | browser | the worker that decodes and paints |

pub mod geometry;
pub mod image;
pub mod status;

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
pub mod worker;

#[cfg(target_arch = "wasm32")]
pub use page::*;
