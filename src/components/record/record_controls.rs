//! Record and its options.

use leptos::prelude::*;

use super::RecordButton;
use crate::components::panels::Panel;
use crate::components::stage::{ViewerAction, use_viewer_controls};

const OPTIONS: ViewerAction = ViewerAction::Open(Panel::Recording);

/// The button, and the one that opens the panel with what is recorded next.
#[component]
pub fn RecordControls() -> impl IntoView {
    let controls = use_viewer_controls();
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
        </div>
    }
}
