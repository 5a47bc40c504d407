//! Lights, as they are shown.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`LightView`] | a light, as far as it is known, and what was asked of it |
//! | [`LightLimits`] | what its value can be |
//! | [`listed`], [`any_is_lit`], [`any_can_be_switched_off`], [`all_are_off`] | what is said about all of them |

mod light_limits;
mod light_view;
mod overview;

pub use light_limits::LightLimits;
pub use light_view::LightView;
pub use overview::{all_are_off, any_can_be_switched_off, any_is_lit, listed};
