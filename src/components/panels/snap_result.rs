//! How a snap goes, and what came of it.

use leptos::prelude::*;

use crate::control::snap::Phase;
use crate::store::use_store;
use crate::wire::{Preview, SavedSnap};

/// In words, as a bar while it goes on, and as a preview with a link to the file once it is saved.
#[component]
pub fn SnapResult() -> impl IntoView {
    let snap = use_store().snap;
    let saved = Memo::new(move |_| {
        snap.phase.with(|phase| match phase {
            Phase::Done(saved) => Some(saved.clone()),
            _ => None,
        })
    });
    let goes_on = move || snap.phase.with(Phase::is_going);
    let percent = move || snap.phase.with(Phase::percent);
    let words = move || snap.file.verdict.with(|file| snap.phase.with(|phase| phase.words(file)));

    let file_name = move || saved.with(|saved| saved.as_ref().map(|saved| saved.path.name().to_owned()));
    let preview = move || saved.with(|saved| saved.as_ref().and_then(preview_address));
    // The browser may not be able to show it.
    let is_broken = RwSignal::new(false);
    let shows_preview = move || preview().is_some() && !is_broken.get();
    view! {
        <div class="snap-outcome">
            <p class="snap-words" role="status" prop:textContent=words></p>
            <progress aria-label="Snap" max="100" value=percent hidden=move || !goes_on()></progress>
            <a
                class="button"
                target="_blank"
                rel="noopener"
                href=snap.file.url
                download=file_name
                hidden=move || snap.file.url.with(Option::is_none)
            >
                "Download"
            </a>
        </div>
        <img
            class="snap-preview"
            src=preview
            alt=move || file_name().map(|name| format!("Preview of {name}"))
            hidden=move || !shows_preview()
            on:load=move |_| is_broken.set(false)
            on:error=move |_| is_broken.set(true)
        />
    }
}

fn preview_address(saved: &SavedSnap) -> Option<String> {
    match &saved.preview {
        Preview::Address(address) => Some(address.clone()),
        Preview::None => None,
    }
}
