//! Record.

use leptos::prelude::*;

use crate::components::stage::ViewerAction;
use crate::control::recording::RecordOffer;
use crate::store::use_store;
use crate::sync::{PendingCommand, RecordingCommand};

const FINISH_ICON: &str = "M3.5 3.5h9v9h-9z";

/// One button that begins a recording, or ends the one that runs: which of both, the store says. It keeps its place and the
/// keyboard's focus; a second press in a row is none.
#[component]
pub fn RecordButton() -> impl IntoView {
    let store = use_store();
    let recording = store.recording;
    let ends = move || recording.known.with(|known| known.state.is_recording);
    let why_not = move || match recording.offer.get() {
        RecordOffer::Start | RecordOffer::Stop => None,
        RecordOffer::None(why) => Some(why.words()),
    };
    let name = move || if ends() { "Finish recording" } else { "Record" };
    let busy = move || recording.command.with(Option::is_some);
    let text = move || match recording.command.get() {
        Some(command) if command.waits_for_another_tab() => "Waiting…",
        Some(PendingCommand { command: RecordingCommand::Start, .. }) => "Starting…",
        Some(PendingCommand { command: RecordingCommand::Stop, .. }) => "Finishing…",
        None if ends() => "Finish",
        None => "Record",
    };
    view! {
        <button
            type="button"
            class="control control-record"
            aria-label=name
            aria-keyshortcuts=ViewerAction::Record.shortcut()
            aria-description=why_not
            title=move || why_not().map_or_else(|| format!("{} ({})", name(), ViewerAction::Record.shortcut()), str::to_owned)
            aria-busy=move || busy().to_string()
            // Never `disabled`: it says why it can't be pressed, and keeps the focus.
            aria-disabled=move || why_not().map(|_| "true")
            data-recording=move || ends().to_string()
            on:click=move |_| store.press_record()
        >
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d=move || if ends() { FINISH_ICON } else { ViewerAction::Record.icon() }></path>
            </svg>
            <span prop:textContent=text></span>
        </button>
    }
}
