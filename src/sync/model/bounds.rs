//! How far the model goes.

/// How often each thing may happen on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Open tabs.
    pub tabs: usize,
    /// Clicks on Play and Stop, in both tabs together.
    pub clicks: u8,
    /// Switches to another camera while a stream runs, in both tabs together.
    pub switches: u8,
    /// Starts and stops by somebody else.
    pub outside: u8,
    /// Kills of the backend; it comes back with or without its stream.
    pub kills: u8,
    /// Requests, replies and announcements that are lost.
    pub losses: u8,
    /// Polls; once faults stop there are as many as it takes.
    pub polls: u8,
    /// Times that a tab is hidden; it can be shown again at any time.
    pub hides: u8,
    /// Turns that the browser refuses.
    pub refusals: u8,
    /// Tabs that hang while they have the turn, so that another takes it over.
    pub hangs: u8,
    /// Times that the computer sleeps, in one of the tabs.
    pub sleeps: u8,
    /// Tabs that are loaded again, or crash and come back.
    pub reloads: u8,
    /// Times that a tab asks whether the one is there that said that it commands.
    pub searches: u8,
}

impl Bounds {
    /// Nothing more happens from outside.
    pub const NONE: Self = Self {
        tabs: 2,
        clicks: 0,
        switches: 0,
        outside: 0,
        kills: 0,
        losses: 0,
        polls: 0,
        hides: 0,
        refusals: 0,
        hangs: 0,
        sleeps: 0,
        reloads: 0,
        searches: 0,
    };
    /// What is explored completely, one after the other.
    pub const ALL: [Self; 19] = [
        Self { clicks: 2, ..Self::NONE },
        Self { clicks: 1, switches: 1, ..Self::NONE },
        Self { tabs: 1, switches: 1, kills: 1, ..Self::NONE },
        Self { clicks: 1, outside: 1, polls: 1, ..Self::NONE },
        Self { outside: 1, kills: 1, ..Self::NONE },
        Self { clicks: 1, losses: 1, polls: 1, hides: 1, ..Self::NONE },
        Self { tabs: 1, clicks: 1, kills: 1, losses: 1, ..Self::NONE },
        // Four tries of a sync can fail.
        Self { tabs: 1, losses: 4, hides: 1, ..Self::NONE },
        Self { clicks: 2, refusals: 1, ..Self::NONE },
        Self { clicks: 2, hangs: 1, ..Self::NONE },
        Self { clicks: 1, reloads: 1, ..Self::NONE },
        Self { clicks: 1, reloads: 1, searches: 2, ..Self::NONE },
        Self { clicks: 2, searches: 1, ..Self::NONE },
        Self { clicks: 1, losses: 1, searches: 1, ..Self::NONE },
        Self { tabs: 1, clicks: 2, reloads: 1, ..Self::NONE },
        Self { tabs: 1, switches: 1, clicks: 1, reloads: 1, ..Self::NONE },
        Self { clicks: 1, sleeps: 1, ..Self::NONE },
        Self::ASLEEP,
        // Announcements that outdate one check after the other.
        Self { tabs: 1, outside: 4, ..Self::NONE },
    ];
    /// One page whose computer sleeps.
    pub const ASLEEP: Self = Self { tabs: 1, outside: 1, kills: 1, sleeps: 1, ..Self::NONE };
    /// Two tabs, of which one is loaded again in mid-command: the other one has heard of that command.
    pub const SENDER_GONE: Self = Self { clicks: 2, reloads: 1, searches: 1, ..Self::NONE };
    /// One page, loaded again in mid-command.
    pub const RELOADED: Self = Self { tabs: 1, clicks: 2, reloads: 1, ..Self::NONE };
    /// Enough for each injected_bug to show.
    pub const NARROW: Self = Self { clicks: 2, losses: 1, polls: 1, ..Self::NONE };
}
