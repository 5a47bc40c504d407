//! Which lights there are.

/// Which lights there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lights {
    /// The backend has not said yet.
    #[default]
    Unknown,
    /// The backend knows no calls about lights.
    NotOffered,
    /// These, in the backend's order.
    Named(Vec<String>),
}

impl Lights {
    /// Their names, as far as they are known.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::Named(names) => names,
            Self::Unknown | Self::NotOffered => &[],
        }
    }
}
