//! What screen readers say of connection and stream.

use leptos::prelude::*;

use super::status_text::{connection_status, stream_status};
use crate::store::{Store, use_store};
use crate::sync::{Connection, UnverifiedReason};

/// Unseen. The one live region about connection and stream: whoever hears the page is told once when something has
/// changed, while what is seen also counts attempts and seconds, and says what is being asked.
#[component]
pub fn Announcer() -> impl IntoView {
    let store = use_store();
    let words = Memo::new(move |said: Option<&String>| announcement(store, said.map_or("", String::as_str)));
    view! { <p class="visually-hidden" role="status" prop:textContent=words></p> }
}

/// Connection and stream in a sentence each; what was `said` before, while it is not certain that anything has changed.
fn announcement(store: Store, said: &str) -> String {
    let (connection, stream) = (connection_status(store), stream_status(store));
    let commanding = store.command.with(Option::is_some);
    if connection.is_passing() || is_new_loss(store) || (stream.is_passing() && !commanding) {
        return said.to_owned();
    }
    let stream = match stream.note() {
        note if note.is_empty() => stream.words.to_owned(),
        note => format!("{}, {note}", stream.words),
    };
    let end = if stream.ends_with('…') { "" } else { "." };
    format!("{}. {stream}{end}", connection.words)
}

/// Is the connection gone, but maybe back in a moment? Requests still get through then.
fn is_new_loss(store: Store) -> bool {
    store.connection.with(|connection| matches!(connection, Connection::Waiting { attempt: 1, .. }))
        && store.stream.with(|stream| stream.unverified_reason() != Some(UnverifiedReason::LinkLost))
}
