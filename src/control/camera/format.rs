//! How frames travel.

/// How frames travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As jpeg pictures of 8 bits: little to send.
    #[default]
    Jpeg,
    /// As the camera's own 16-bit samples.
    Binary,
}

impl Format {
    /// All of them, in the order of their buttons.
    pub const ALL: [Self; 2] = [Self::Jpeg, Self::Binary];

    /// Its name in the interface, as a `protocol`.
    #[must_use]
    pub const fn protocol(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Binary => "binary",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Binary => "Binary, 16 bits",
        }
    }
}
