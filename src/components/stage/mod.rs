//! The stage, where the picture lies, and what can be done with it.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Stage`] | the black area, under wheel, pointers and keys |
//! | [`CanvasMount`] | the canvas on it, zoomed and moved |
//! | [`StageCaption`], [`Crosshair`], [`ScaleBar`] | what lies over the picture |
//! | [`NoLight`] | why the picture is black |
//! | `subsampling` | how the picture was subsampled, which jpeg frames do not say |
//! | [`PointerReadout`] | what was measured under the pointer |
//! | [`ViewerControls`] | carries out what buttons and keys ask for |
//! | [`ViewerAction`] | what they can ask for: its name, its key and its icon |
//! | `orientations` | how each camera's picture is turned, kept in the browser's storage |
//! | [`ViewerState`] | which part of the picture is shown, and where somebody points |
//!
//! Nothing here runs when a frame comes. Zooming and moving transform the canvas as a whole, which costs the page
//! nothing per frame.

mod canvas_mount;
mod caption;
mod crosshair;
mod full_screen;
mod keyboard;
mod no_light;
mod orientations;
mod pointer_readout;
mod pointers;
mod save_picture;
mod scale_bar;
#[allow(clippy::module_inception)]
mod stage;
mod stage_area;
mod subsampling;
mod viewer_action;
mod viewer_controls;
mod viewer_state;

pub use canvas_mount::CanvasMount;
pub use caption::StageCaption;
pub use crosshair::Crosshair;
pub use keyboard::PanKeys;
pub use no_light::NoLight;
pub use pointer_readout::PointerReadout;
pub use scale_bar::ScaleBar;
pub use stage::Stage;
pub use viewer_action::ViewerAction;
pub use viewer_controls::{ViewerControls, provide_viewer_controls, use_viewer_controls};
pub use viewer_state::ViewerState;
