//! Record and its options.

use leptos::prelude::*;

use super::RecordButton;
use crate::components::panels::Panel;
use crate::components::stage::{ViewerAction, use_viewer_controls};
use crate::store::{Store, use_store};
use crate::sync::{RecordingEvent, Tracked, Watch};
use crate::wire::RecordingStatus;

const OPTIONS: ViewerAction = ViewerAction::Open(Panel::Recording);

/// The button, and the one that opens the panel with what is recorded next.
#[component]
pub fn RecordControls() -> impl IntoView {
    let (store, controls) = (use_store(), use_viewer_controls());
    watch_while_mounted(store);
    // What ends is told as a notice.
    let announced = move || if store.recording.known.with(is_running) { "Recording." } else { "" };
    view! {
        <div class="record" role="group" aria-label="Recording">
            <RecordButton/>
            <button
                type="button"
                class="record-options"
                aria-label=OPTIONS.label()
                aria-keyshortcuts=OPTIONS.shortcut()
                title=format!("{} ({})", OPTIONS.label(), OPTIONS.shortcut())
                aria-pressed=move || controls.is_pressed(OPTIONS).unwrap_or_default().to_string()
                on:click=move |_| controls.perform(OPTIONS)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d=OPTIONS.icon()></path>
                </svg>
            </button>
            <p class="visually-hidden" role="status" prop:textContent=announced></p>
        </div>
    }
}

fn is_running(known: &Tracked<RecordingStatus>) -> bool {
    known.is_confirmed() && known.state.is_recording
}

/// While the button is on the page, the recording is asked for, so that what it offers is right.
fn watch_while_mounted(store: Store) {
    let watch = move |watch| store.dispatch(RecordingEvent::Watched(watch));
    watch(Watch::Full);
    on_cleanup(move || watch(Watch::Absent));
}
