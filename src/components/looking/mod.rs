//! Looking at the picture: its stage, and the tools for it.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`ViewerState`] | what is looked at, and what is shown about it |
//! | [`ViewerControls`] | what buttons and keys do |
//! | [`Stage`] | where the picture lies, under pointers and keys |
//! | [`ScaleBar`], [`Crosshair`] | what lies over the picture |
//! | [`ViewTools`], [`PanelTools`] | the buttons |
//! | [`PointerReadout`] | what was measured under the pointer |
//!
//! Nothing here is drawn again when a frame comes. Looking moves the canvas as a whole (a CSS transform), which costs
//! the page nothing per frame.

mod crosshair;
mod full_screen;
mod gestures;
mod pointer_readout;
mod save;
mod scale_bar;
mod sight;
mod stage;
mod tool;
mod view_tools;

use crosshair::Crosshair;
use scale_bar::ScaleBar;
use tool::Tool;

pub use pointer_readout::PointerReadout;
pub use sight::ViewerState;
pub use stage::Stage;
pub use tool::ViewerControls;
pub use view_tools::{PanelTools, ViewTools};
