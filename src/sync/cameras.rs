//! Whether there is a camera to start.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// Does the backend list any camera?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Cameras {
    /// It was not asked, or did not say.
    Unknown,
    /// At least one.
    Present,
    /// None: a start can only fail, so none is offered.
    Absent,
}
