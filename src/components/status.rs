//! What the page knows, in words.

use leptos::prelude::*;
use web_sys::Element;

use super::block::{block, find, say, set, show, write};
use crate::keep::keep;
use crate::listener::{Listener, button_of};
use crate::store::{Store, use_store};
use crate::sync::{Connection, Event, StreamCommand, StreamState, UnverifiedReason};

/// How the status is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Good,
    Calm,
    Busy,
    Doubtful,
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "status-good",
            Self::Calm => "status-calm",
            Self::Busy => "status-busy",
            Self::Doubtful => "status-doubtful",
            Self::Bad => "status-bad",
        }
    }
}

/// What is said about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Readout {
    tone: Tone,
    word: &'static str,
    note: Note,
}

/// What is said beside the word.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Note {
    None,
    Attempt(u32),
    Unverified(&'static str),
}

impl Readout {
    const fn plain(tone: Tone, word: &'static str) -> Self {
        Self { tone, word, note: Note::None }
    }

    const fn unverified(tone: Tone, word: &'static str, why: &'static str) -> Self {
        Self { tone, word, note: Note::Unverified(why) }
    }

    /// Says it in a line of the status.
    fn show(&self, line: &Element) {
        set(line, "class", Some(&["status-line ", self.tone.class()].concat()));
        write(line, ".status-word", self.word);
        if let Some(note) = find(line, "[role] > :last-child") {
            let (class, text) = match self.note {
                Note::None => ("status-note", String::new()),
                Note::Attempt(attempt) => ("status-note", format!("attempt {attempt}")),
                Note::Unverified(why) => ("status-unverified", ["unverified: ", why].concat()),
            };
            set(&note, "class", Some(class));
            say(&note, &text);
        }
    }
}

/// Connection and stream. Counting aloud every second would drown everything else, so details are not announced.
const MARKUP: &str = r#"<p>
        <span class="status-label">Connection</span><span class="status-dot" aria-hidden="true"></span>
        <span>
            <span role="status" class="status-connection"><span class="status-word"></span> <span></span></span>
            <span class="status-detail" aria-hidden="true"></span>
            <button type="button" class="link" hidden>Reconnect now</button>
        </span>
    </p>
    <p>
        <span class="status-label">Stream</span><span class="status-dot" aria-hidden="true"></span>
        <span>
            <span role="status" class="status-stream"><span class="status-word"></span> <span></span></span>
            <span class="status-detail" aria-hidden="true"></span>
        </span>
    </p>"#;

/// Connection, stream, and how well the stream is known.
#[component]
pub fn StatusIndicator() -> impl IntoView {
    let store = use_store();
    block(
        "div",
        "status",
        MARKUP.to_owned(),
        Box::new(move |status| {
            StoredValue::new_local(Listener::new(&status, &["click"], move |event| {
                if button_of(&event).is_some() {
                    store.dispatch(Event::ReconnectWanted);
                }
            }));
            keep(Box::new(move || {
                if let Some(line) = find(&status, ":scope > :first-child") {
                    connection_readout(store).show(&line);
                    write(&line, ".status-detail", &connection_detail(store));
                    if let Some(button) = find(&line, "button") {
                        show(&button, matches!(store.connection.get(), Connection::Waiting { .. }));
                    }
                }
                if let Some(line) = find(&status, ":scope > :last-child") {
                    stream_readout(store).show(&line);
                    write(&line, ".status-detail", &age(store));
                }
            }));
        }),
    )
}

fn connection_readout(store: Store) -> Readout {
    if store.backend.with(Option::is_none) {
        return Readout::plain(Tone::Bad, "No backend chosen: open the settings");
    }
    match store.connection.get() {
        Connection::Connected { .. } => Readout::plain(Tone::Good, "Connected"),
        Connection::Connecting { attempt: 1, .. } => Readout::plain(Tone::Busy, "Connecting…"),
        Connection::Connecting { attempt, .. } => {
            Readout { tone: Tone::Busy, word: "Reconnecting…", note: Note::Attempt(attempt) }
        }
        Connection::Waiting { attempt, .. } => {
            Readout { tone: Tone::Bad, word: "Not connected", note: Note::Attempt(attempt) }
        }
        Connection::Closed => Readout::plain(Tone::Bad, "Disconnected"),
    }
}

/// When the next attempt comes, or who is at the other end.
fn connection_detail(store: Store) -> String {
    match store.connection.get() {
        Connection::Waiting { at, .. } => format!("in {} s", at.ms_since(store.now.get()).div_ceil(1_000)),
        Connection::Connected { .. } => store
            .backend
            .with(|settings| settings.as_ref().map(|settings| settings.address.to_string()).unwrap_or_default()),
        Connection::Connecting { .. } | Connection::Closed => String::new(),
    }
}

fn stream_readout(store: Store) -> Readout {
    match store.command.get().map(|command| command.command) {
        Some(StreamCommand::Start { .. }) => return Readout::plain(Tone::Busy, "Starting…"),
        Some(StreamCommand::Stop) => return Readout::plain(Tone::Busy, "Stopping…"),
        Some(StreamCommand::Switch) => return Readout::plain(Tone::Busy, "Switching…"),
        None => {}
    }
    match store.other_command.get().map(|other| other.command) {
        Some(StreamCommand::Start { .. }) => return Readout::plain(Tone::Busy, "Starting… (from another tab)"),
        Some(StreamCommand::Stop) => return Readout::plain(Tone::Busy, "Stopping… (from another tab)"),
        Some(StreamCommand::Switch) => return Readout::plain(Tone::Busy, "Switching… (from another tab)"),
        None => {}
    }
    if store.syncing.get() {
        return Readout::plain(Tone::Busy, "Syncing…");
    }
    let knowledge = store.stream.get();
    let (tone, word, word_then) = match knowledge.state {
        StreamState::Running => (Tone::Good, "Running", "Running when last seen"),
        StreamState::Stopped => (Tone::Calm, "Stopped", "Stopped when last seen"),
    };
    match knowledge.unverified_reason() {
        None if store.verified.get() => Readout::plain(tone, word),
        None => Readout::unverified(Tone::Doubtful, word, "the last check failed"),
        Some(UnverifiedReason::NotAsked) => Readout::plain(Tone::Doubtful, "Not known yet"),
        Some(UnverifiedReason::SyncFailed) => {
            Readout::unverified(Tone::Doubtful, "Assumed stopped", "the backend does not say")
        }
        Some(UnverifiedReason::LinkLost) => Readout::unverified(Tone::Bad, word_then, "no connection"),
        Some(UnverifiedReason::CommandUnanswered) => {
            Readout::unverified(Tone::Doubtful, "Not known", "the last command has no answer")
        }
        Some(UnverifiedReason::Announced) => Readout::unverified(Tone::Doubtful, word, "announced, not confirmed"),
    }
}

/// How old the last confirmation is, where the page does not vouch for it.
fn age(store: Store) -> String {
    if store.verified.get() {
        return String::new();
    }
    match store.stream.get().confirmed_at() {
        Some(at) => format!("confirmed {} s ago", store.now.get().ms_since(at) / 1_000),
        None => String::new(),
    }
}
