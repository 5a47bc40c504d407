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
//!
//! **jpeg**: base64 becomes bytes in a buffer that is kept, and the browser decodes them in a thread of its own. The picture
//! is shown as it is. **binary** (UC2F): the 16-bit samples are unpacked (an LZ4 frame, or raw) into a buffer that is kept,
//! and rendered: a table of 65,536 entries gives each value its tone, by the display range (black, white) and gamma. Gray has
//! a sample a pixel, colour has three; behind a Bayer filter each cell of 2 × 2 pixels is shown in one colour. Samples stay
//! until the next picture, so that another contrast repaints it and a pixel's value can be asked for.
//!
//! Auto-contrast leaves 0.35 % of the samples at either end, measured in up to 65,536 pixels four times a second at most. How
//! far values go is what was seen of the stream so far, to the next power of two; what the header says is where that begins. The
//! histogram comes from the same count (of a jpeg, from as many pixels of the canvas), and is made only while somebody looks
//! at it. Contrast changes nothing in a jpeg. Marks on black and saturated pixels come after that, and only while somebody wants
//! them; how much they are is told of the same count, whoever it was made for.
//!
//! Sizes are checked before anything is allocated: 16,384 pixels a side, 64 Mi pixels in all, the header's own arithmetic,
//! and what an LZ4 frame of that many bytes could unpack to at most. A frame that is broken leaves the last good picture
//! where it is.
//!
//! The worker runs the page's own program a second time, from the browser's cache. One that fails (its files can't be had,
//! it is out of memory, it takes over 10 s for a picture) is ended and started again with a new canvas when a frame comes:
//! after 0.5 s, then twice as long each time, up to half a minute. Frames that come meanwhile are acknowledged and counted as
//! unreadable.

pub mod geometry;
pub mod image;
pub mod status;

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
pub mod worker;

#[cfg(target_arch = "wasm32")]
pub use page::*;
