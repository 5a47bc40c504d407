//! What the page knows, in words.

use leptos::prelude::*;

use super::forbidden::{Way, forbidden};
use super::record::RecordLine;
use super::status_text::{StatusText, confirmation_age, connection_detail, connection_status, stream_status};
use crate::control::journal::Kind;
use crate::store::use_store;
use crate::sync::{Connection, Event};

/// Connection, stream, and how well the stream is known.
#[component]
pub fn StatusIndicator() -> impl IntoView {
    let store = use_store();
    let stream = Memo::new(move |_| stream_status(store));
    let forbidden_socket = forbidden(Way::Socket);
    let waiting = move || store.connection.with(|connection| matches!(connection, Connection::Waiting { .. }));
    view! {
        <div class="status">
            <StatusLine
                label="Connection"
                class="status-connection"
                status=Memo::new(move |_| connection_status(store))
                detail=Memo::new(move |_| connection_detail(store, forbidden_socket))
            >
                <Show when=waiting>
                    <button type="button" class="link" on:click=move |_| store.dispatch(Event::ReconnectWanted)>
                        "Reconnect now"
                    </button>
                </Show>
            </StatusLine>
            <StatusLine
                label="Stream"
                class="status-stream"
                status=stream
                detail=Memo::new(move |_| confirmation_age(store))
            >
                <Show when=move || stream.with(StatusText::is_unverified)>
                    <button
                        type="button"
                        class="link"
                        aria-label="Why is this unverified?"
                        on:click=move |_| store.log.explain(&[Kind::Unverified])
                    >
                        "Why?"
                    </button>
                </Show>
            </StatusLine>
            <RecordLine/>
        </div>
    }
}

/// What is known about one thing.
#[component]
fn StatusLine(
    /// What the line is about.
    label: &'static str,
    /// Names the words, for style sheets and tests.
    class: &'static str,
    /// What is known.
    status: Memo<StatusText>,
    /// Figures beside it.
    detail: Memo<String>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <p class=move || format!("status-line {}", status.with(StatusText::class))>
            <span class="status-label">{label}</span>
            <span class="status-dot" aria-hidden="true"></span>
            <span>
                <span class=class>
                    <span class="status-word" prop:textContent=move || status.with(|status| status.words)></span>
                    " "
                    <span
                        class=move || status.with(StatusText::note_class)
                        prop:textContent=move || status.with(StatusText::note)
                    ></span>
                </span>
                " "
                <span class="status-detail" aria-hidden="true" translate="no" prop:textContent=detail></span>
                " "
                {children.map(|children| children())}
            </span>
        </p>
    }
}
