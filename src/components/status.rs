//! What the page knows, in words.

use leptos::prelude::*;

use crate::store::Store;
use crate::sync::{Connection, Doubt, Event, Order, Stream};

/// How the status is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Good,
    Busy,
    Doubtful,
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "status-good",
            Self::Busy => "status-busy",
            Self::Doubtful => "status-doubtful",
            Self::Bad => "status-bad",
        }
    }
}

/// Connection, stream, and how well the stream is known.
#[component]
pub fn StatusIndicator() -> impl IntoView {
    let store = Store::expect();
    let connection = Memo::new(move |_| connection_text(store));
    let stream = Memo::new(move |_| stream_text(store));
    let countdown = Memo::new(move |_| countdown(store));
    let age = Memo::new(move |_| age(store));
    let waiting = move || matches!(store.connection().get(), Connection::Waiting { .. });
    view! {
        <div class="status">
            <p class=move || format!("status-line {}", connection.get().0.class())>
                <span class="status-dot" aria-hidden="true"></span>
                <span role="status" class="status-connection">{move || connection.get().1}</span>
                // Counting aloud every second would drown everything else, so this part is not announced.
                <span class="status-detail" aria-hidden="true">{move || countdown.get()}</span>
                <Show when=waiting>
                    <button type="button" class="link" on:click=move |_| store.dispatch(Event::ReconnectWanted)>
                        "Reconnect now"
                    </button>
                </Show>
            </p>
            <p class=move || format!("status-line {}", stream.get().0.class())>
                <span class="status-dot" aria-hidden="true"></span>
                <span role="status" class="status-stream">{move || stream.get().1}</span>
                <span class="status-detail" aria-hidden="true">{move || age.get()}</span>
            </p>
        </div>
    }
}

fn connection_text(store: Store) -> (Tone, String) {
    if store.backend().with(Option::is_none) {
        return (Tone::Bad, "No backend chosen: open the settings".into());
    }
    match store.connection().get() {
        Connection::Connected { .. } => (Tone::Good, "Connected".into()),
        Connection::Connecting { attempt: 1, .. } => (Tone::Busy, "Connecting…".into()),
        Connection::Connecting { attempt, .. } => (Tone::Busy, format!("Reconnecting… (attempt {attempt})")),
        Connection::Waiting { attempt, .. } => (Tone::Bad, format!("Not connected (attempt {attempt} comes next)")),
        Connection::Closed => (Tone::Bad, "Disconnected".into()),
    }
}

fn countdown(store: Store) -> String {
    match store.connection().get() {
        Connection::Waiting { at, .. } => format!("in {} s", at.ms_since(store.now().get()).div_ceil(1_000)),
        _ => String::new(),
    }
}

fn stream_text(store: Store) -> (Tone, String) {
    match store.command().get().map(|command| command.order) {
        Some(Order::Start { .. }) => return (Tone::Busy, "Starting…".into()),
        Some(Order::Stop) => return (Tone::Busy, "Stopping…".into()),
        None => {}
    }
    if store.syncing().get() {
        return (Tone::Busy, "Syncing…".into());
    }
    let knowledge = store.knowledge().get();
    let word = match knowledge.stream {
        Stream::Running => "Running",
        Stream::Stopped => "Stopped",
    };
    match knowledge.doubt() {
        None if store.verified().get() => (Tone::Good, word.into()),
        None => (Tone::Doubtful, format!("{word} (unverified: the last check failed)")),
        Some(Doubt::NotAsked) => (Tone::Doubtful, "Stream not known yet".into()),
        Some(Doubt::SyncFailed) => {
            (Tone::Doubtful, "Assumed stopped (unverified: the backend does not say)".into())
        }
        Some(Doubt::LinkLost) => (Tone::Bad, format!("{word} when last seen (unverified)")),
        Some(Doubt::CommandUnanswered) => (Tone::Doubtful, "Not known (unverified: the last command has no answer)".into()),
        Some(Doubt::Announced) => (Tone::Doubtful, format!("{word} (unverified: announced, not confirmed)")),
    }
}

/// How old the last confirmation is, where the page does not vouch for it.
fn age(store: Store) -> String {
    if store.verified().get() {
        return String::new();
    }
    match store.knowledge().get().confirmed_at() {
        Some(at) => format!("confirmed {} s ago", store.now().get().ms_since(at) / 1_000),
        None => String::new(),
    }
}
