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

/// Does anybody look at a thing?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Watch {
    /// Nothing on the page shows it, so it is not asked for.
    Absent,
    /// What is always on the page shows the most important of it.
    Glance,
    /// Its controls are there, so all that they say has to be checked.
    Full,
}

/// Does the backend have a thing?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Support {
    /// It was not asked.
    Unknown,
    /// It has said how it is.
    Present,
    /// It has no such call (404): until the next connect it is not asked again.
    Absent,
}
