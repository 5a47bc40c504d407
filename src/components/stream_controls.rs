//! Play and Stop.

use leptos::html;
use leptos::prelude::*;

use super::focus_return::return_focus;
use crate::store::{Store, use_store};
use crate::sync::{Intent, StreamEvent, Watch};

const PLAY_ICON: &str = "M4 2.5v11l9-5.5z";
const STOP_ICON: &str = "M3 3h10v10H3z";

/// The two buttons. They show what the store says, and ask the store for a start or a stop.
#[component]
pub fn StreamControls() -> impl IntoView {
    let store = use_store();
    let (play, stop) = (NodeRef::new(), NodeRef::new());
    poll_while_mounted(store);
    return_focus(store, play, stop);
    view! {
        <div
            class="controls"
            role="group"
            aria-label="Stream"
            data-verified=move || store.verified.get().to_string()
        >
            <CommandButton
                intent=Intent::Play
                class="control control-play"
                label="Play"
                busy_label="Starting…"
                icon=PLAY_ICON
                node_ref=play
            />
            <CommandButton
                intent=Intent::Stop
                class="control control-stop"
                label="Stop"
                busy_label="Stopping…"
                icon=STOP_ICON
                node_ref=stop
            />
        </div>
    }
}

/// One of the two. It can be pressed only while the store offers its command.
#[component]
fn CommandButton(
    /// What a press asks for.
    intent: Intent,
    /// Its classes.
    class: &'static str,
    /// Its name; screen readers say it whatever is shown.
    label: &'static str,
    /// Shown in the place of its name while its command is in flight.
    busy_label: &'static str,
    /// The outline of its icon, 16 × 16 units.
    icon: &'static str,
    /// The element, for whoever moves the focus.
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let store = use_store();
    let busy = move || store.busy_with(intent);
    let text = move || match store.command.get() {
        Some(command) if busy() && command.waits_for_another_tab() => "Waiting…",
        Some(_) if busy() => busy_label,
        _ => label,
    };
    view! {
        <button
            type="button"
            class=class
            node_ref=node_ref
            aria-label=label
            aria-busy=move || busy().to_string()
            disabled=move || !store.offers(intent)
            on:click=move |_| store.dispatch(StreamEvent::Clicked(intent))
        >
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d=icon></path>
            </svg>
            <span prop:textContent=text></span>
        </button>
    }
}

/// While the buttons are on the page, the status is polled, so that what they offer is right.
fn poll_while_mounted(store: Store) {
    store.dispatch(StreamEvent::Watched(Watch::Full));
    on_cleanup(move || store.dispatch(StreamEvent::Watched(Watch::Absent)));
}
