//! What the page itself tells the machine.

/// Is the tab visible?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Somebody can see it.
    Visible,
    /// Nobody can: no request leaves.
    Hidden,
}

/// Are the Play and Stop buttons on the page?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Controls {
    /// They are, so what they say has to be checked.
    Shown,
    /// They are not.
    Absent,
}
