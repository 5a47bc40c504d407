//! What the page itself tells the machine.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// Is the tab visible?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Visibility {
    /// Somebody can see it.
    Visible,
    /// Nobody can: no request leaves.
    Hidden,
}

/// Are the Play and Stop buttons on the page?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Controls {
    /// They are, so what they say has to be checked.
    Shown,
    /// They are not.
    Absent,
}
