//! What a light's value can be.

use crate::wire::LightRange;

/// What a light's value can be, as far as the backend says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LightLimits {
    /// It is only on or off.
    NoValue,
    /// Between these.
    Between(LightRange),
    /// The backend did not say.
    NotSaid,
}
