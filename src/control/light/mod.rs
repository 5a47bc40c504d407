//! Lights, as they are shown.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`LightView`] | a light, as far as it is known, and what was asked of it |
//! | [`LightLimits`] | what its value can be |
//! | [`Lights`] | which there are |

mod light_limits;
mod light_view;
mod lights;

pub use light_limits::LightLimits;
pub use light_view::LightView;
pub use lights::Lights;
