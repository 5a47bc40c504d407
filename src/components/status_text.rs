//! The words of the status.

use leptos::prelude::*;

use crate::backend::Settings;
use crate::control::diagnosis::Server;
use crate::store::Store;
use crate::sync::{Cameras, Connection, Sender, StreamCommand, StreamState, UnverifiedReason};

/// What is said about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    tone: StatusTone,
    /// What is so.
    pub words: &'static str,
    note: StatusNote,
}

/// How the status is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StatusTone {
    Good,
    Calm,
    Busy,
    Doubtful,
    Bad,
}

/// What is said beside the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StatusNote {
    None,
    /// Which try it is.
    Attempt(u32),
    /// What follows from the words.
    Explained(&'static str),
    /// Why the page does not vouch for the words.
    Unverified(&'static str),
}

impl StatusText {
    const fn plain(tone: StatusTone, words: &'static str) -> Self {
        Self { tone, words, note: StatusNote::None }
    }

    const fn attempt(tone: StatusTone, words: &'static str, attempt: u32) -> Self {
        Self { tone, words, note: StatusNote::Attempt(attempt) }
    }

    const fn unverified(tone: StatusTone, words: &'static str, why: &'static str) -> Self {
        Self { tone, words, note: StatusNote::Unverified(why) }
    }

    /// The line's class.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self.tone {
            StatusTone::Good => "status-good",
            StatusTone::Calm => "status-calm",
            StatusTone::Busy => "status-busy",
            StatusTone::Doubtful => "status-doubtful",
            StatusTone::Bad => "status-bad",
        }
    }

    /// Is it about something that is being asked or tried, so that other words follow by themselves?
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.tone == StatusTone::Busy
    }

    /// What is said beside the words; empty where nothing is.
    #[must_use]
    pub fn note(&self) -> String {
        match self.note {
            StatusNote::None => String::new(),
            StatusNote::Attempt(attempt) => format!("attempt {attempt}"),
            StatusNote::Explained(why) => why.to_owned(),
            StatusNote::Unverified(why) => format!("unverified: {why}"),
        }
    }

    /// Does the page not vouch for the words?
    #[must_use]
    pub const fn is_unverified(&self) -> bool {
        matches!(self.note, StatusNote::Unverified(_))
    }

    /// The note's class.
    #[must_use]
    pub const fn note_class(&self) -> &'static str {
        match self.note {
            StatusNote::None | StatusNote::Attempt(_) | StatusNote::Explained(_) => "status-note",
            StatusNote::Unverified(_) => "status-unverified",
        }
    }
}

/// What is known about the connection.
pub fn connection_status(store: Store) -> StatusText {
    if store.backend.with(Option::is_none) {
        return StatusText::plain(StatusTone::Bad, "No backend chosen: open the settings");
    }
    store.connection.with(|connection| match *connection {
        Connection::Connected { .. } => StatusText::plain(StatusTone::Good, "Connected"),
        Connection::Connecting { attempt: 1, .. } => StatusText::plain(StatusTone::Busy, "Connecting…"),
        Connection::Connecting { attempt, .. } | Connection::Waiting { attempt, .. } => {
            StatusText::attempt(StatusTone::Bad, "Not connected", attempt)
        }
        Connection::Closed => StatusText::plain(StatusTone::Bad, "Disconnected"),
    })
}

/// When the next attempt comes, or who is at the other end.
pub fn connection_detail(store: Store, forbidden_socket: ReadSignal<Option<Server>>) -> String {
    if store.socket_is_refused.get() {
        let refused = |settings: &Settings| refused_socket(settings, forbidden_socket.get().as_ref());
        return store.backend.with(|settings| settings.as_ref().map(refused).unwrap_or_default());
    }
    match store.connection.get() {
        Connection::Waiting { at, .. } => format!("in {} s", at.ms_since(store.now.get()).div_ceil(1_000)),
        Connection::Connected { .. } => store
            .backend
            .with(|settings| settings.as_ref().map(|settings| settings.address.to_string()).unwrap_or_default()),
        Connection::Connecting { attempt: 2.., .. } => "trying…".to_owned(),
        Connection::Connecting { .. } | Connection::Closed => String::new(),
    }
}

/// What is likely where requests are answered and the socket alone is refused, and what to open.
fn refused_socket(settings: &Settings, forbidden: Option<&Server>) -> String {
    let address = settings.address.to_string();
    if forbidden.is_some_and(|forbidden| forbidden.is_same(&Server::new(address.clone()))) {
        return "it answers requests, but the Content-Security-Policy that comes with this page does not let it open a \
                WebSocket: whoever serves the page has to allow that in connect-src"
            .to_owned();
    }
    let likely = if address.starts_with("https") {
        "its certificate may not be accepted for WebSockets"
    } else {
        "a proxy or an extension may stop WebSockets"
    };
    format!(
        "it answers requests, but opens no WebSocket: {likely}. Open {address} in a tab, and see whether it works there"
    )
}

/// What is known about the stream, or what is being done to it.
pub fn stream_status(store: Store) -> StatusText {
    if let Some(command) = store.command.get() {
        if command.waits_for_another_tab() {
            return StatusText::plain(StatusTone::Busy, "Waiting for another tab");
        }
        let words = match command.command {
            StreamCommand::Start { .. } => "Starting…",
            StreamCommand::Stop => "Stopping…",
            StreamCommand::Switch => "Switching…",
        };
        return StatusText::plain(StatusTone::Busy, words);
    }
    if let Some(command) = store.other_command.get() {
        let words = match (command.sender, command.command) {
            (Sender::Tab, StreamCommand::Start { .. }) => "Starting… (from another tab)",
            (Sender::Tab, StreamCommand::Stop) => "Stopping… (from another tab)",
            (Sender::Tab, StreamCommand::Switch) => "Switching… (from another tab)",
            (Sender::Gone, StreamCommand::Start { .. }) => "A start was sent",
            (Sender::Gone, StreamCommand::Stop) => "A stop was sent",
            (Sender::Gone, StreamCommand::Switch) => "A switch was sent",
        };
        return StatusText::plain(StatusTone::Busy, words);
    }
    let known = store.stream.get();
    // While the backend is away it is asked again and again, which is no news.
    let is_away = known.unverified_reason() == Some(UnverifiedReason::LinkLost)
        && store.connection.with(|connection| !connection.connected());
    if store.syncing.get() && !is_away {
        return StatusText::plain(StatusTone::Busy, "Syncing…");
    }
    let (tone, words, words_then) = match known.state {
        StreamState::Running => (StatusTone::Good, "Running", "Running when last seen"),
        StreamState::Stopped => (StatusTone::Calm, "Stopped", "Stopped when last seen"),
    };
    match known.unverified_reason() {
        None if known.state == StreamState::Stopped && store.cameras_known.get() == Cameras::Absent => {
            let note = StatusNote::Explained("the backend lists no camera, so Play is off");
            StatusText { tone: StatusTone::Doubtful, words, note }
        }
        None if store.verified.get() => StatusText::plain(tone, words),
        None => StatusText::unverified(StatusTone::Doubtful, words, "the last check failed"),
        Some(UnverifiedReason::NotAsked) => StatusText::plain(StatusTone::Doubtful, "Not known yet"),
        Some(UnverifiedReason::SyncFailed) => {
            StatusText::unverified(StatusTone::Doubtful, "Assumed stopped", "the backend does not say")
        }
        Some(UnverifiedReason::LinkLost) if known.last_confirmed().is_none() => {
            StatusText::unverified(StatusTone::Bad, "Not known", "no connection")
        }
        Some(UnverifiedReason::LinkLost) => StatusText::unverified(StatusTone::Bad, words_then, "no connection"),
        Some(UnverifiedReason::CommandUnanswered) => {
            StatusText::unverified(StatusTone::Doubtful, "Not known", "the last command has no answer")
        }
        Some(UnverifiedReason::Announced(_)) => {
            StatusText::unverified(StatusTone::Doubtful, words, "announced, not confirmed")
        }
        Some(UnverifiedReason::ChangedElsewhere) => {
            StatusText::unverified(StatusTone::Doubtful, words_then, "another tab changed something")
        }
        Some(UnverifiedReason::NotReadBack) => {
            StatusText::unverified(StatusTone::Doubtful, words_then, "not asked yet what came of the command")
        }
        Some(UnverifiedReason::NothingToStop) => {
            StatusText::unverified(StatusTone::Doubtful, "Not known", "there was nothing to stop")
        }
    }
}

/// How old the last confirmation is, where the page does not vouch for the stream; empty where it does.
pub fn confirmation_age(store: Store) -> String {
    if let Some(command) = store.other_command.get().filter(|command| command.sender == Sender::Gone) {
        return format!("{} s ago", command.age_ms(store.now.get()) / 1_000);
    }
    if store.verified.get() {
        return String::new();
    }
    let known = store.stream.get();
    let Some(last) = known.last_confirmed() else { return String::new() };
    // What is shown may be assumed or announced, and the other have been confirmed.
    let age_s = store.now.get().ms_since(last.at) / 1_000;
    match last.state {
        _ if last.state == known.state => format!("confirmed {age_s} s ago"),
        StreamState::Running => format!("running was confirmed {age_s} s ago"),
        StreamState::Stopped => format!("stopped was confirmed {age_s} s ago"),
    }
}
