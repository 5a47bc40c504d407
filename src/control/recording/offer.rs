//! What Record does now, or why it does nothing.

/// What a press of Record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordOffer {
    /// It begins a recording.
    Start,
    /// It ends the one that runs.
    Stop,
    /// Nothing.
    None(WhyNot),
}

/// Why Record does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing streams: the backend would answer with success and write no file.
    NoStream,
    /// A start or a stop is under way.
    Busy,
    /// Nobody knows whether one runs.
    NotKnown,
    /// The backend has no such calls.
    Absent,
}

impl WhyNot {
    /// For people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoStream => "Nothing streams, so there is nothing to record. Press Play first.",
            Self::Busy => "A start or a stop of the recording is under way.",
            Self::NotKnown => "Whether the backend records is not known at the moment.",
            Self::Absent => "This backend does not record: it has no such calls.",
        }
    }
}
