//! One thing that happened.

use super::redact::without_secrets;

/// The longest text of an entry, in characters.
const MAX_CHARS: usize = 400;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The connection came or went.
    Connection,
    /// The backend said what its stream does.
    Sync,
    /// What the page shows is no longer vouched for.
    Unverified,
    /// The page had drifted, and was corrected.
    Corrected,
    /// A button was pressed, and what came of it.
    Command,
    /// A request failed, or its answer came too late.
    Failure,
    /// Frames stay away, or come again.
    Picture,
    /// This page and its tabs.
    Page,
}

impl Kind {
    /// All of them, in the order of their choice.
    pub const ALL: [Self; 8] = [
        Self::Connection,
        Self::Sync,
        Self::Unverified,
        Self::Corrected,
        Self::Command,
        Self::Failure,
        Self::Picture,
        Self::Page,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Connection => "Connection",
            Self::Sync => "Sync",
            Self::Unverified => "Unverified",
            Self::Corrected => "Corrected",
            Self::Command => "Command",
            Self::Failure => "Failure",
            Self::Picture => "Picture",
            Self::Page => "Page",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number: later ones have larger ones.
    pub number: u64,
    /// When it happened, in milliseconds since 1970.
    pub unix_ms: u64,
    /// What it is about.
    pub kind: Kind,
    /// What happened, as people read it.
    pub text: String,
    /// What that goes by: requests, times, sockets. May be empty.
    pub evidence: String,
}

impl Entry {
    /// An entry whose texts are short and name no secrets.
    #[must_use]
    pub fn new(number: u64, unix_ms: u64, kind: Kind, text: &str, evidence: &str) -> Self {
        Self { number, unix_ms, kind, text: cleaned(text), evidence: cleaned(evidence) }
    }

    /// How much room it takes in the browser's storage, in bytes, about.
    pub(super) const fn size_bytes(&self) -> usize {
        self.text.len() + self.evidence.len() + OVERHEAD_BYTES
    }

    /// The time of day where clocks are `ahead_min` minutes ahead of UTC, such as `13:05:09.120`.
    #[must_use]
    pub fn time_of_day(&self, ahead_min: i32) -> String {
        time_of_day(self.unix_ms, ahead_min)
    }

    /// The entry as one line of text.
    #[must_use]
    pub fn line(&self, ahead_min: i32) -> String {
        let (time, kind, text) = (self.time_of_day(ahead_min), self.kind.label(), &self.text);
        let gap = if self.evidence.is_empty() { "" } else { "  · " };
        format!("{time}  {kind}: {text}{gap}{}", self.evidence)
    }
}

/// Time, kind and punctuation of a stored entry.
const OVERHEAD_BYTES: usize = 24;

fn cleaned(text: &str) -> String {
    let mut text = without_secrets(text);
    if let Some((end, _)) = text.char_indices().nth(MAX_CHARS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

pub(super) fn time_of_day(unix_ms: u64, ahead_min: i32) -> String {
    const DAY_MS: i64 = 86_400_000;
    let local_ms = i64::try_from(unix_ms).unwrap_or_default().saturating_add(i64::from(ahead_min) * 60_000);
    let ms = local_ms.rem_euclid(DAY_MS);
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", ms % 1_000)
}
