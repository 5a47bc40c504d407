//! How the picture lies on the stage, without a browser.
//!
//! | noun | what it answers |
//! | --- | --- |
//! | [`PictureSize`] | how large a picture is |
//! | [`Viewport`] | how the picture lies on the stage: fit, or zoomed and moved |
//! | [`StageLayout`] | how large stage and picture are |
//! | [`Orientation`], [`KeptOrientations`] | how a camera's picture is turned and mirrored, and how that is kept |
//! | [`PointerGesture`] | what one or two pointers do to the view |
//! | [`PixelSize`], [`Subsampling`] | how large a picture's pixel is in the specimen, and of which camera pixels it is made |
//! | [`ScaleBar`] | a round length, and how long it is on the stage |

mod kept_orientations;
mod orientation;
mod pixel_size;
mod point;
mod pointer_gesture;
mod scale_bar;
mod size;
mod stage_layout;
mod viewport;

pub use kept_orientations::KeptOrientations;
pub use orientation::{Axes, Mirroring, Orientation, Turn};
pub use pixel_size::{MissingFact, PixelSize, PixelSizeSource, Subsampling};
pub use point::Point;
pub use pointer_gesture::PointerGesture;
pub use scale_bar::{Length, ScaleBar};
pub use size::PictureSize;
pub use stage_layout::StageLayout;
pub use viewport::{CanvasTransform, PixelRect, Viewport};
