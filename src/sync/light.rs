//! What a light does, and what can be set of it.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::Number;

/// What a light does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct LightState {
    /// Is it on?
    pub active: bool,
    /// Its value; `None` where it has none, or was not asked for it.
    pub value: Option<Number>,
}

/// What is sent about a light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum LightCommand {
    /// Switch it on, or off.
    SetActive(bool),
    /// Set its value.
    SetValue(Number),
}
