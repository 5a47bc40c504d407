//! How far the model of a value goes.

/// How often each thing may happen on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Open tabs.
    pub tabs: usize,
    /// Times that a person sets the value, in both tabs together.
    pub sets: u8,
    /// Clicks on Play and Stop; where there are any, the stream's requests take their way as the light's do.
    pub clicks: u8,
    /// Is the stream beside it?
    pub has_stream: bool,
    /// Times that somebody else sets the value, or starts or stops the stream.
    pub outside: u8,
    /// Sets that the backend takes, and does not do.
    pub disobeyed: u8,
    /// Kills of the backend; it comes back with another value.
    pub kills: u8,
    /// Requests and replies that are lost.
    pub losses: u8,
    /// Polls; once faults stop there are as many as it takes.
    pub polls: u8,
    /// Times that a tab is hidden.
    pub hides: u8,
}

impl Bounds {
    const NONE: Self = Self {
        tabs: 1,
        sets: 0,
        clicks: 0,
        has_stream: false,
        outside: 0,
        disobeyed: 0,
        kills: 0,
        losses: 0,
        polls: 0,
        hides: 0,
    };

    /// Nothing more happens from outside.
    pub const fn used_up(self) -> Self {
        Self { tabs: self.tabs, has_stream: self.has_stream, ..Self::NONE }
    }

    /// Enough for what is wrong with a value to show.
    pub const VALUE: Self = Self { sets: 2, losses: 1, polls: 1, ..Self::NONE };
    /// The backend is killed while a value waits behind another.
    pub const KILLED: Self = Self { sets: 2, kills: 1, ..Self::NONE };
    /// A value and the stream in one tab, whose connection they share.
    pub const BESIDE: Self = Self { sets: 1, clicks: 1, has_stream: true, losses: 1, polls: 1, ..Self::NONE };
    /// What is explored completely, one after the other.
    pub const ALL: [Self; 13] = [
        Self::VALUE,
        Self { sets: 3, outside: 1, ..Self::NONE },
        Self { sets: 2, disobeyed: 1, hides: 1, polls: 1, ..Self::NONE },
        Self::KILLED,
        Self { sets: 1, kills: 1, losses: 1, ..Self::NONE },
        Self { sets: 1, kills: 1, outside: 1, ..Self::NONE },
        Self { tabs: 2, sets: 2, polls: 1, ..Self::NONE },
        Self { tabs: 2, sets: 1, outside: 1, losses: 1, ..Self::NONE },
        Self::BESIDE,
        Self { sets: 1, clicks: 1, has_stream: true, outside: 1, polls: 1, ..Self::NONE },
        Self { sets: 1, clicks: 1, has_stream: true, hides: 1, ..Self::NONE },
        Self { sets: 1, has_stream: true, kills: 1, ..Self::NONE },
        Self { clicks: 1, has_stream: true, kills: 1, ..Self::NONE },
    ];
}
