//! How the picture lies on the stage, without a browser.
//!
//! | noun | what it answers |
//! | --- | --- |
//! | [`PictureSize`] | how large a picture is |
//! | [`Viewport`] | how the picture lies on the stage: fit, or zoomed and moved |
//! | [`StageLayout`] | how large stage and picture are |
//! | [`PointerGesture`] | what one or two pointers do to the view |
//! | [`PixelSize`], [`Subsampling`] | how large a picture's pixel is in the specimen, and of which camera pixels it is made |
//! | [`ScaleBar`] | a round length, and how long it is on the stage |

mod pixel_size;
mod point;
mod pointer_gesture;
mod scale_bar;
mod size;
mod stage_layout;
mod viewport;

pub use pixel_size::{MissingFact, PixelSize, PixelSizeSource, Subsampling};
pub use point::Point;
pub use pointer_gesture::PointerGesture;
pub use scale_bar::{Length, ScaleBar};
pub use size::PictureSize;
pub use stage_layout::StageLayout;
pub use viewport::{CanvasTransform, PixelRect, Viewport};
